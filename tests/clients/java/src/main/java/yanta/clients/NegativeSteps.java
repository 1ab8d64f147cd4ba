package yanta.clients;

import static yanta.clients.ContractSteps.save;
import static yanta.clients.Network.NO_WAIT;
import static yanta.clients.Network.RPC_TIMEOUT_MS;
import static yanta.clients.Steps.check;
import static yanta.clients.Steps.refused;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import org.chainmaker.pb.common.Request.EndorsementEntry;
import org.chainmaker.pb.common.Request.Payload;
import org.chainmaker.pb.common.ResultOuterClass.TxResponse;
import org.chainmaker.sdk.ChainClient;

/** What the node refuses. */
final class NegativeSteps {
    private final Driver.Session session;
    private final Steps steps;
    private final RawRequests raw;

    NegativeSteps(Driver.Session session) {
        this.session = session;
        steps = session.steps;
        raw = new RawRequests(session.client);
    }

    /** A client that differs is refused before its transaction enters a block. */
    static String refusedAtAdmission(Driver.Session session, Network.Difference difference) throws Exception {
        ChainClient other = session.network.client(difference);
        try {
            return refused(() -> save(other, session.fact, "n", "", NO_WAIT));
        } finally {
            other.stop();
        }
    }

    void run() {
        steps.step("neg_unknown_cert", () -> authentication(refusedAtAdmission(session, Network.Difference.user("unknown"))));
        steps.step("neg_expired_cert", () -> authentication(refusedAtAdmission(session, Network.Difference.user("expired"))));
        steps.step("neg_org_mismatch", () -> {
            Network.Difference difference = new Network.Difference();
            difference.org = 2;
            authentication(refusedAtAdmission(session, difference));
        });
        steps.step("neg_bad_chain_id", () -> {
            Network.Difference difference = new Network.Difference();
            difference.chainId = "nochain";
            refusedAtAdmission(session, difference);
        });
        steps.step("neg_wrong_signature", () -> authentication(refused(this::sendWithWrongSignature)));
        steps.step("neg_duplicate_tx_id", () -> refused(() -> save(session.client, session.fact, "h1", session.savedTxId, NO_WAIT)));
        steps.step("neg_tx_id_bad_chars", () -> refused(() -> save(session.client, session.fact, "h1", "bad tx id!", NO_WAIT)));
        steps.step("neg_tx_id_too_long", () -> refused(() -> save(session.client, session.fact, "h1", "a".repeat(65), NO_WAIT)));
        steps.step("neg_no_contract_invoke", () -> refused(() -> save(session.client, "nosuch" + session.suffix, "h1")));
        steps.step("neg_no_contract_query", () -> refused(() -> session.client.queryContract("nosuch" + session.suffix, "m", "", new HashMap<>(), RPC_TIMEOUT_MS)));
        steps.step("neg_old_timestamp", () -> refused(this::sendOld));
        steps.step("neg_system_contract_unknown_method", () ->
            refused(() -> session.client.querySystemContract("CHAIN_QUERY", "NO_SUCH_METHOD", "", new HashMap<>(), RPC_TIMEOUT_MS)));
    }

    private static void authentication(String text) {
        check(text.contains("tx authentation failed"), "refused for another reason: " + text);
    }

    private Payload payload() {
        return session.client.createPayload("", org.chainmaker.pb.common.Request.TxType.INVOKE_CONTRACT, session.fact, "save", new HashMap<>(), 0);
    }

    private TxResponse sendWithWrongSignature() throws Exception {
        Payload payload = payload();
        EndorsementEntry entry = raw.sign(payload);
        byte[] signature = entry.getSignature().toByteArray();
        signature[signature.length - 1] ^= 1;
        return raw.send(payload, entry.toBuilder().setSignature(ByteString.copyFrom(signature)).build());
    }

    private TxResponse sendOld() throws Exception {
        Payload payload = payload().toBuilder().setTimestamp(System.currentTimeMillis() / 1000 - 3600).build();
        return raw.send(payload, raw.sign(payload));
    }
}
