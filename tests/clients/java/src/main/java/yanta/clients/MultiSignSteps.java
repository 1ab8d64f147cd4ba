package yanta.clients;

import static yanta.clients.ContractSteps.bytes;
import static yanta.clients.Network.RPC_TIMEOUT_MS;
import static yanta.clients.Steps.committed;
import static yanta.clients.Steps.equal;
import static yanta.clients.Steps.ok;
import static yanta.clients.Steps.refused;

import java.util.HashMap;
import java.util.Map;
import org.chainmaker.pb.common.Request.Payload;
import org.chainmaker.pb.common.ResultOuterClass.TxResponse;
import org.chainmaker.pb.syscontract.MultiSign.MultiSignInfo;
import org.chainmaker.pb.syscontract.MultiSign.MultiSignStatus;

/** A contract's upgrade that administrators agree to one after another. */
final class MultiSignSteps {
    private final Driver.Session session;
    private final Steps steps;
    private final Network network;
    private Payload request;

    MultiSignSteps(Driver.Session session) {
        this.session = session;
        steps = session.steps;
        network = session.network;
    }

    void run() {
        steps.step("multisign_req", () -> {
            request = requestUpgrade("3.0");
            session.multiSignTxId = request.getTxId();
        });
        steps.step("multisign_two_votes_no_effect", () -> {
            ok(vote(1, true));
            ok(vote(2, true));
            equal(version(), "2.0");
        });
        steps.step("multisign_second_vote_of_an_org_err", () -> refused(() -> vote(1, true)));
        steps.step("multisign_query_tx", () -> {
            equal(info().getVoteInfosCount(), 2);
        });
        steps.step("multisign_third_vote_effect", () -> {
            ok(vote(3, true));
            equal(version(), "3.0");
        });
        steps.step("multisign_vote_after_end_err", () -> refused(() -> vote(4, true)));
        steps.step("multisign_rejected", () -> {
            request = requestUpgrade("4.0");
            ok(vote(1, false));
            ok(vote(2, false));
            refused(() -> vote(3, true)); // two of four against it: no majority is left
            equal(version(), "3.0");
            equal(info().getStatus(), MultiSignStatus.REFUSED);
        });
        steps.step("multisign_unknown_request_err", () -> {
            request = request.toBuilder().setTxId("ab".repeat(32)).build();
            refused(() -> vote(1, true));
        });
    }

    private Payload requestUpgrade(String version) throws Exception {
        Map<String, byte[]> parameters = new HashMap<>();
        parameters.put("SYS_CONTRACT_NAME", bytes("CONTRACT_MANAGE"));
        parameters.put("SYS_METHOD", bytes("UPGRADE_CONTRACT"));
        parameters.put("CONTRACT_NAME", bytes(session.fact));
        parameters.put("CONTRACT_VERSION", bytes(version));
        parameters.put("CONTRACT_RUNTIME_TYPE", bytes("WASMER"));
        parameters.put("CONTRACT_BYTECODE", network.bytes("wasm/rust-fact-2.0.0.wasm"));
        Payload payload = session.client.createMultiSignReqPayloadWithGasLimit(parameters, 0);
        ok(committed(session.client, session.client.multiSignContractReq(payload, RPC_TIMEOUT_MS, false)));
        return payload;
    }

    private TxResponse vote(int org, boolean agree) throws Exception {
        var endorsement = network.admin(org).signPayloadOfMultiSign(request.toByteArray(), false);
        return committed(session.client, session.client.multiSignContractVoteWithGasLimit(request, endorsement, agree, 0, RPC_TIMEOUT_MS, false));
    }

    /** This client asks with a transaction, whose result has to be looked up. */
    private MultiSignInfo info() throws Exception {
        TxResponse sent = session.client.multiSignContractQuery(request.getTxId(), RPC_TIMEOUT_MS);
        return MultiSignInfo.parseFrom(ok(committed(session.client, sent)).getContractResult().getResult());
    }

    private String version() throws Exception {
        return session.client.getContractInfo(session.fact, RPC_TIMEOUT_MS).getVersion();
    }
}
