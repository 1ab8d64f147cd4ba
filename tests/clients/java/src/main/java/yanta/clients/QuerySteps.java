package yanta.clients;

import static yanta.clients.Network.RPC_TIMEOUT_MS;
import static yanta.clients.Steps.check;
import static yanta.clients.Steps.equal;
import static yanta.clients.Steps.refused;

import org.bouncycastle.util.encoders.Hex;
import org.chainmaker.pb.common.ChainmakerBlock.BlockInfo;
import org.chainmaker.sdk.ChainClient;

/** Queries about the chain and its blocks. */
final class QuerySteps {
    private final Steps steps;
    private final ChainClient client;

    QuerySteps(Driver.Session session) {
        steps = session.steps;
        client = session.client;
    }

    void run() {
        String[] genesisHash = new String[1];
        long[] top = new long[1];
        steps.step("chain_config", () -> equal(client.getChainConfig(RPC_TIMEOUT_MS).getChainId(), "chain1"));
        steps.step("chain_config_at_height", () -> equal(client.getChainConfigByBlockHeight(0, RPC_TIMEOUT_MS).getChainId(), "chain1"));
        steps.step("chain_config_sequence", () -> check(client.getChainConfigSequence(RPC_TIMEOUT_MS) >= 0, "negative"));
        steps.step("chain_info", () -> check(client.getChainInfo(RPC_TIMEOUT_MS).getNodeListCount() > 0, "no node"));
        steps.step("node_chain_list", () -> equal(client.getNodeChainList(RPC_TIMEOUT_MS).getChainIdList(0), "chain1"));
        steps.step("last_block", () -> {
            BlockInfo last = client.getLastBlock(true, RPC_TIMEOUT_MS);
            top[0] = last.getBlock().getHeader().getBlockHeight();
            equal(last.getBlock().getTxsCount(), last.getBlock().getHeader().getTxCount());
        });
        steps.step("block_by_height_0", () ->
            genesisHash[0] = Hex.toHexString(client.getBlockByHeight(0, false, RPC_TIMEOUT_MS).getBlock().getHeader().getBlockHash().toByteArray()));
        steps.step("block_by_height_rwset", () -> {
            BlockInfo info = client.getBlockByHeight(top[0], true, RPC_TIMEOUT_MS);
            equal(info.getRwsetListCount(), info.getBlock().getTxsCount());
        });
        steps.step("block_by_hash", () -> equal(client.getBlockByHash(genesisHash[0], false, RPC_TIMEOUT_MS).getBlock().getHeader().getBlockHeight(), 0));
        steps.step("header_by_height", () ->
            equal(Hex.toHexString(client.getBlockHeaderByHeight(0, RPC_TIMEOUT_MS).getBlockHash().toByteArray()), genesisHash[0]));
        steps.step("full_block", () -> {
            var full = client.getFullBlockByHeight(0, RPC_TIMEOUT_MS);
            equal(full.getTxRWSetsCount(), full.getBlock().getTxsCount());
        });
        steps.step("last_config_block", () -> check(client.getLastConfigBlock(true, RPC_TIMEOUT_MS).hasBlock(), "no block"));
        steps.step("current_height", () -> check(client.getCurrentBlockHeight(RPC_TIMEOUT_MS) >= top[0], "too low"));
        steps.step("height_by_hash", () -> equal(client.getBlockHeightByBlockHash(genesisHash[0], RPC_TIMEOUT_MS), 0));
        steps.step("archived_height", () -> equal(client.getArchivedBlockHeight(RPC_TIMEOUT_MS), 0));
        steps.step("archive_status", () -> client.getArchiveStatus(RPC_TIMEOUT_MS));
        steps.step("block_height_too_big_err", () -> refused(() -> client.getBlockByHeight(1L << 40, false, RPC_TIMEOUT_MS)));
        steps.step("bad_hash_err", () -> refused(() -> client.getBlockByHash("zz", false, RPC_TIMEOUT_MS)));
    }
}
