package yanta.clients;

import static yanta.clients.Network.NO_WAIT;
import static yanta.clients.Network.RPC_TIMEOUT_MS;
import static yanta.clients.Steps.check;
import static yanta.clients.Steps.committed;
import static yanta.clients.Steps.equal;
import static yanta.clients.Steps.ok;
import static yanta.clients.Steps.refused;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.chainmaker.pb.common.ContractOuterClass.Contract;
import org.chainmaker.pb.common.ContractOuterClass.ContractStatus;
import org.chainmaker.pb.common.ContractOuterClass.RuntimeType;
import org.chainmaker.pb.common.Request.Payload;
import org.chainmaker.pb.common.ResultOuterClass.ContractEvent;
import org.chainmaker.pb.common.ResultOuterClass.TxResponse;
import org.chainmaker.sdk.ChainClient;
import org.chainmaker.sdk.ChainClientException;
import org.chainmaker.sdk.utils.SdkUtils;

/** The life of contracts, invocations, and queries about transactions. */
final class ContractSteps {
    private static final long SYNC_TIMEOUT_MS = 20_000;
    private static final int DISPATCHER_TRIES = 5;
    private static final String WASM = "wasm/rust-fact-2.0.0.wasm";

    private final Driver.Session session;
    private final Steps steps;
    private final Network network;

    ContractSteps(Driver.Session session) {
        this.session = session;
        steps = session.steps;
        network = session.network;
    }

    static TxResponse save(ChainClient client, String contract, String hash, String txId, long resultTimeoutMs) throws Exception {
        Map<String, byte[]> parameters = new HashMap<>();
        parameters.put("time", bytes("1600000000"));
        parameters.put("file_hash", bytes(hash));
        parameters.put("file_name", bytes("name_" + hash));
        return client.invokeContract(contract, "save", txId, parameters, RPC_TIMEOUT_MS, resultTimeoutMs);
    }

    static TxResponse save(ChainClient client, String contract, String hash) throws Exception {
        return committed(client, save(client, contract, hash, "", NO_WAIT));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void run() {
        String second = "jfactb" + session.suffix;
        steps.step("contract_create", () -> ok(create(session.fact, WASM, 4)));
        steps.step("contract_create_second", () -> ok(create(second, WASM, 3)));
        steps.step("contract_create_with_event", () -> ok(create(session.event, "wasm/event.wasm", 4)));
        steps.step("contract_create_duplicate_err", () -> refused(() -> create(session.fact, WASM, 4)));
        steps.step("contract_info", () -> {
            Contract info = info(session.fact);
            equal(info.getName() + info.getVersion() + info.getRuntimeType(), session.fact + "1.0" + RuntimeType.WASMER);
            equal(info.getCreator().getOrgId(), Network.orgId(1));
        });
        steps.step("contract_info_missing_err", () -> refused(() -> info("nosuch" + session.suffix)));
        steps.step("contract_list", () ->
            check(Arrays.stream(session.client.getContractList(RPC_TIMEOUT_MS)).anyMatch(each -> each.getName().equals(session.fact)), "not listed"));
        steps.step("disabled_contract_list", () -> session.client.getDisabledNativeContractList(RPC_TIMEOUT_MS));
        invocations();
        transactions();
        lifeCycle(second);
    }

    private void invocations() {
        steps.step("invoke_sync", () -> session.savedTxId = ok(save(session.client, session.fact, "h1", "", SYNC_TIMEOUT_MS)).getTxId());
        steps.step("invoke_sync_with_dispatcher", this::invokeWithDispatcher);
        steps.step("invoke_event", () -> {
            TxResponse response = ok(run(session));
            ContractEvent event = response.getContractResult().getContractEvent(0);
            equal(event.getContractName() + event.getTopic() + event.getEventDataList(), session.event + "topic_vx" + Arrays.asList("first", "second"));
        });
        steps.step("invoke_async", () -> {
            TxResponse response = ok(save(session.client, session.fact, "h3", "", NO_WAIT));
            equal(response.getTxId().length(), 64);
            check(!response.hasContractResult(), "an answer to the sending has no result yet");
            ok(committed(session.client, response));
        });
        steps.step("invoke_own_tx_id", () -> {
            String txId = "0".repeat(50) + session.suffix.substring(0, 13) + "a";
            equal(ok(save(session.client, session.fact, "h4", txId, SYNC_TIMEOUT_MS)).getTxId(), txId);
        });
        steps.step("query", () -> check(find("h1").contains("name_h1"), "not found"));
        steps.step("query_bad_method_err", () -> refused(() -> session.client.queryContract(session.fact, "no_such_method", "", new HashMap<>(), RPC_TIMEOUT_MS)));
    }

    /**
     * The dispatcher learns results from a subscription to blocks. It notes which transaction it waits for only after
     * the answer to the sending has come, so it misses a block that comes sooner: a defect of the client.
     */
    private void invokeWithDispatcher() throws Exception {
        Network.Difference difference = new Network.Difference();
        difference.withDispatcher = true;
        ChainClient client = network.client(difference);
        try {
            for (int i = 1; i < DISPATCHER_TRIES; i++) {
                try {
                    ok(save(client, session.fact, "dispatched" + i, "", 1000));
                    return;
                } catch (ChainClientException missed) {
                    check(missed.getMessage().startsWith("get tx by txId"), missed.getMessage());
                }
            }
            ok(save(client, session.fact, "dispatched", "", 1000));
        } finally {
            client.stop();
        }
    }

    /** Calls the contract that emits one event. */
    static TxResponse run(Driver.Session session) throws Exception {
        return committed(session.client, session.client.invokeContract(session.event, "run", "", new HashMap<>(), RPC_TIMEOUT_MS, NO_WAIT));
    }

    private void transactions() {
        steps.step("tx_by_id", () -> equal(session.client.getTxByTxId(session.savedTxId, RPC_TIMEOUT_MS).getTransaction().getPayload().getTxId(), session.savedTxId));
        steps.step("tx_with_rwset", () -> equal(session.client.getTxWithRWSetByTxId(session.savedTxId, RPC_TIMEOUT_MS).getRwSet().getTxId(), session.savedTxId));
        steps.step("tx_missing_empty", () -> check(!session.client.getTxByTxId("ab".repeat(32), RPC_TIMEOUT_MS).hasTransaction(), "found"));
        steps.step("block_by_tx_id", () ->
            check(session.client.getBlockByTxId(session.savedTxId, true, RPC_TIMEOUT_MS).getBlock().getHeader().getBlockHeight() > 0, "height 0"));
        steps.step("height_by_tx_id", () -> check(session.client.getBlockHeightByTxId(session.savedTxId, RPC_TIMEOUT_MS) > 0, "height 0"));
        steps.step("merkle_path", () -> check(session.client.getMerklePathByTxId(session.savedTxId, RPC_TIMEOUT_MS).length > 0, "empty"));
    }

    private void lifeCycle(String second) {
        steps.step("contract_upgrade", () -> {
            Payload payload = session.client.createContractUpgradePayload(session.fact, "2.0", network.bytes(WASM), RuntimeType.WASMER, new HashMap<>());
            Contract upgraded = Contract.parseFrom(ok(manage(payload, 4)).getContractResult().getResult());
            equal(upgraded.getVersion(), "2.0");
            equal(info(session.fact).getVersion(), "2.0");
            check(find("h1").contains("name_h1"), "state lost");
        });
        steps.step("contract_freeze", () -> {
            TxResponse response = ok(manage(session.client.createContractFreezePayload(session.fact), 4));
            Contract frozen = SdkUtils.parseContract(response.getContractResult().getResult().toByteArray());
            equal(frozen.getStatus(), ContractStatus.FROZEN);
        });
        steps.step("frozen_invoke_err", () -> refused(() -> save(session.client, session.fact, "h5")));
        steps.step("frozen_query_err", () -> refused(() -> session.client.queryContract(session.fact, "find_by_file_hash", "", new HashMap<>(), RPC_TIMEOUT_MS)));
        steps.step("contract_unfreeze", () -> ok(manage(session.client.createContractUnFreezePayload(session.fact), 4)));
        steps.step("unfrozen_invoke", () -> ok(save(session.client, session.fact, "h5")));
        steps.step("contract_revoke_one_endorser_err", () -> refused(() -> manage(session.client.createContractRevokePayload(second), 1)));
        steps.step("contract_revoke", () -> ok(manage(session.client.createContractRevokePayload(second), 4)));
        steps.step("revoked_invoke_err", () -> refused(() -> save(session.client, second, "h5")));
        steps.step("revoked_unfreeze_err", () -> refused(() -> manage(session.client.createContractUnFreezePayload(second), 4)));
    }

    private TxResponse create(String name, String file, int endorsers) throws Exception {
        Payload payload = session.client.createContractCreatePayload(name, "1.0", network.bytes(file), RuntimeType.WASMER, new HashMap<>());
        TxResponse response = manage(payload, endorsers);
        if (response.getCodeValue() == 0 && response.getContractResult().getCode() == 0) {
            equal(Contract.parseFrom(response.getContractResult().getResult()).getName(), name);
        }
        return response;
    }

    private TxResponse manage(Payload payload, int endorsers) throws Exception {
        return committed(session.client, session.client.sendContractManageRequest(payload, network.endorse(payload, endorsers), RPC_TIMEOUT_MS, NO_WAIT));
    }

    private Contract info(String name) throws Exception {
        return session.client.getContractInfo(name, RPC_TIMEOUT_MS);
    }

    private String find(String hash) throws Exception {
        Map<String, byte[]> parameters = Map.of("file_hash", bytes(hash));
        return ok(session.client.queryContract(session.fact, "find_by_file_hash", "", parameters, RPC_TIMEOUT_MS)).getContractResult().getResult().toStringUtf8();
    }
}
