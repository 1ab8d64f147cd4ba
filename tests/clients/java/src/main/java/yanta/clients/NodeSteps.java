package yanta.clients;

import static yanta.clients.Network.RPC_TIMEOUT_MS;
import static yanta.clients.Steps.check;
import static yanta.clients.Steps.refused;

import org.chainmaker.pb.common.ResultOuterClass.TxResponse;
import org.chainmaker.pb.txpool.TransactionPool.TxStage;
import org.chainmaker.pb.txpool.TransactionPool.TxType;
import org.chainmaker.sdk.ChainClient;

/** The node's pool, its archive, and the end of the connection. */
final class NodeSteps {
    private final Driver.Session session;
    private final Steps steps;

    NodeSteps(Driver.Session session) {
        this.session = session;
        steps = session.steps;
    }

    void run() {
        ChainClient client = session.client;
        steps.step("txpool_status", () -> check(client.getPoolStatus(RPC_TIMEOUT_MS).getCommonTxPoolSize() > 0, "no size"));
        steps.step("txpool_tx_ids", () -> client.getTxIdsByTypeAndStage(TxType.ALL_TYPE, TxStage.ALL_STAGE, RPC_TIMEOUT_MS));
        steps.step("txpool_txs", () -> check(client.getTxsInPoolByTxIds(new String[] {session.savedTxId}, RPC_TIMEOUT_MS).isEmpty(), "a committed one is there"));
        steps.step("archive_block_refused_for_a_client", () -> refused(() -> client.sendArchiveBlockRequest(client.createArchiveBlockPayload(1), RPC_TIMEOUT_MS)));
        steps.step("restore_block_bad_err", () -> refused(() -> client.sendRestoreBlockRequest(client.createRestoreBlockPayload(new byte[] {1, 2, 3}), RPC_TIMEOUT_MS)));
        steps.step("gas_admin_answered", () -> {
            TxResponse response = client.querySystemContract("ACCOUNT_MANAGER", "GET_ADMIN", "", null, RPC_TIMEOUT_MS);
            check(response.hasContractResult() || !response.getMessage().isEmpty(), "neither result nor message");
        });
        steps.step("stop", client::stop);
    }
}
