package yanta.clients;

import static yanta.clients.ContractSteps.bytes;
import static yanta.clients.Network.NO_WAIT;
import static yanta.clients.Network.RPC_TIMEOUT_MS;
import static yanta.clients.Steps.check;
import static yanta.clients.Steps.committed;
import static yanta.clients.Steps.equal;
import static yanta.clients.Steps.ok;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chainmaker.pb.common.ChainmakerTransaction.TransactionInfoWithRWSet;
import org.chainmaker.pb.common.Request.KeyValuePair;
import org.chainmaker.pb.common.Request.Limit;
import org.chainmaker.pb.common.Request.Payload;
import org.chainmaker.pb.common.Request.TxRequest;
import org.chainmaker.pb.common.Request.TxType;
import org.chainmaker.pb.common.ResultOuterClass.TxResponse;
import org.chainmaker.pb.syscontract.MultiSign.MultiSignInfo;
import org.chainmaker.sdk.ChainClient;

/** Forms that the other official clients put on the wire, made with this client's generic calls. */
final class WireFormSteps {
    private final Driver.Session session;
    private final Steps steps;
    private final ChainClient client;
    private final RawRequests raw;

    WireFormSteps(Driver.Session session) {
        this.session = session;
        steps = session.steps;
        client = session.client;
        raw = new RawRequests(client);
    }

    void run() {
        steps.step("form_send_request_sync", () -> {
            Payload payload = savePayload("sync");
            TxResponse response = ok(raw.sendSync(payload));
            equal(response.getTxId(), payload.getTxId());
            check(response.getTxBlockHeight() > 0, "no height");
        });
        steps.step("form_send_request_sync_failed_contract", () -> {
            Payload unknown = savePayload("sync2").toBuilder().setContractName("nosuch" + session.suffix).build();
            check(raw.sendSync(unknown).getCodeValue() != 0, "the transaction's own code is expected");
        });
        steps.step("form_empty_limit", () -> {
            Payload payload = savePayload("limit").toBuilder().setLimit(Limit.getDefaultInstance()).build();
            ok(committed(client, raw.send(payload, raw.sign(payload))));
            check(client.getTxByTxId(payload.getTxId(), RPC_TIMEOUT_MS).getTransaction().getPayload().hasLimit(), "the limit is lost");
        });
        steps.step("form_repeated_parameter_last_counts", () -> {
            Payload payload = savePayload("first").toBuilder().addParameters(pair("file_hash", "last" + session.suffix)).build();
            ok(committed(client, raw.send(payload, raw.sign(payload))));
            Map<String, byte[]> asked = Map.of("file_hash", bytes("last" + session.suffix));
            check(ok(client.queryContract(session.fact, "find_by_file_hash", "", asked, RPC_TIMEOUT_MS)).getContractResult().getResult().size() > 0, "not found");
        });
        steps.step("form_payer", () -> {
            Payload payload = savePayload("payer");
            TxRequest request = TxRequest.newBuilder().setPayload(payload).setSender(raw.sign(payload))
                .setPayer(session.network.admin(2).signPayloadOfMultiSign(payload.toByteArray(), false)).build();
            ok(committed(client, raw.send(request)));
            check(client.getTxByTxId(payload.getTxId(), RPC_TIMEOUT_MS).getTransaction().hasPayer(), "the payer is lost");
        });
        steps.step("form_estimate_gas", () -> {
            Payload query = savePayload("estimate").toBuilder().setTxType(TxType.QUERY_CONTRACT).build();
            ok(raw.send(query, raw.sign(query)));
        });
        steps.step("form_tx_truncated", () -> {
            Map<String, byte[]> parameters = parameters("txId", session.savedTxId, "withRWSet", "true", "truncateValueLen", "1", "truncateModel", "truncate");
            var found = TransactionInfoWithRWSet.parseFrom(ok(query("CHAIN_QUERY", "GET_TX_BY_TX_ID", parameters)).getContractResult().getResult());
            for (KeyValuePair each : found.getTransaction().getPayload().getParametersList()) check(each.getValue().size() <= 1, each.getKey());
        });
        steps.step("form_multi_sign_query", () -> {
            TxResponse response = ok(query("MULTI_SIGN", "QUERY", parameters("TX_ID", session.multiSignTxId)));
            equal(MultiSignInfo.parseFrom(response.getContractResult().getResult()).getPayload().getTxId(), session.multiSignTxId);
        });
        steps.step("form_permission_list", () -> ok(query("CHAIN_CONFIG", "PERMISSION_LIST", new LinkedHashMap<>())));
        nativeAccess();
        subscriptions();
        light();
        steps.step("form_check_new_block_chain_config", () -> client.checkNewBlockChainConfig(session.network.node(), RPC_TIMEOUT_MS));
    }

    private void nativeAccess() {
        String[] names = {"DPOS_STAKE"};
        steps.step("native_access_revoke", () -> ok(manage(client.createNativeContractAccessRevokePayload(names))));
        steps.step("native_access_grant", () -> ok(manage(client.createNativeContractAccessGrantPayload(names))));
    }

    private void subscriptions() {
        steps.step("form_subscribe_tx_empty_values", () -> {
            Received received = new Received();
            Map<String, byte[]> parameters = heights(1, 1);
            parameters.put("CONTRACT_NAME", bytes(""));
            parameters.put("TX_IDS", bytes(""));
            subscribe("SUBSCRIBE_TX", parameters, received);
            received.result();
            received.end();
        });
        steps.step("form_subscribe_event_without_heights", () -> {
            Received received = new Received();
            subscribe("SUBSCRIBE_CONTRACT_EVENT", parameters("TOPIC", "topic_vx", "CONTRACT_NAME", session.event), received);
            Thread.sleep(500);
            String txId = ok(ContractSteps.run(session)).getTxId();
            equal(received.event().getTxId(), txId);
        });
        steps.step("form_subscribe_event_from_0_to_0", () -> {
            Received received = new Received();
            Map<String, byte[]> parameters = heights(0, 0);
            parameters.putAll(parameters("TOPIC", "topic_vx", "CONTRACT_NAME", session.event));
            subscribe("SUBSCRIBE_CONTRACT_EVENT", parameters, received);
            Thread.sleep(500);
            String txId = ok(ContractSteps.run(session)).getTxId();
            equal(received.event().getTxId(), txId);
        });
    }

    /** What a LIGHT member may do. */
    private void light() {
        ChainClient[] lightClient = new ChainClient[1];
        steps.step("light_query", () -> {
            lightClient[0] = session.network.client(Network.Difference.user("light1"));
            equal(lightClient[0].getChainConfig(RPC_TIMEOUT_MS).getChainId(), "chain1");
        });
        steps.step("light_subscribe", () -> {
            Received received = new Received();
            lightClient[0].subscribeBlock(0, 1, false, false, received);
            received.result();
            lightClient[0].stop();
        });
    }

    private Payload savePayload(String hash) {
        Map<String, byte[]> parameters = parameters("time", "1600000000", "file_hash", hash + session.suffix, "file_name", "name");
        return client.createPayload("", TxType.INVOKE_CONTRACT, session.fact, "save", parameters, 0);
    }

    private TxResponse query(String contract, String method, Map<String, byte[]> parameters) throws Exception {
        return client.querySystemContract(contract, method, "", parameters, RPC_TIMEOUT_MS);
    }

    private TxResponse manage(Payload payload) throws Exception {
        return committed(client, client.sendContractManageRequest(payload, session.network.endorse(payload, 4), RPC_TIMEOUT_MS, NO_WAIT));
    }

    private void subscribe(String method, Map<String, byte[]> parameters, Received received) throws Exception {
        client.subscribe(client.createPayload("", TxType.SUBSCRIBE, "SUBSCRIBE_MANAGE", method, parameters, 0), received);
    }

    private static Map<String, byte[]> heights(long start, long end) {
        Map<String, byte[]> parameters = new LinkedHashMap<>();
        parameters.put("START_BLOCK", org.chainmaker.sdk.utils.Utils.longToByteLittleEndian(start));
        parameters.put("END_BLOCK", org.chainmaker.sdk.utils.Utils.longToByteLittleEndian(end));
        return parameters;
    }

    private static Map<String, byte[]> parameters(String... keysAndValues) {
        Map<String, byte[]> parameters = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) parameters.put(keysAndValues[i], bytes(keysAndValues[i + 1]));
        return parameters;
    }

    private static KeyValuePair pair(String key, String value) {
        return KeyValuePair.newBuilder().setKey(key).setValue(ByteString.copyFromUtf8(value)).build();
    }
}
