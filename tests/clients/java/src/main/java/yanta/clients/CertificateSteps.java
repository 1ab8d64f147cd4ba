package yanta.clients;

import static yanta.clients.ContractSteps.save;
import static yanta.clients.Network.NO_WAIT;
import static yanta.clients.Network.RPC_TIMEOUT_MS;
import static yanta.clients.Steps.check;
import static yanta.clients.Steps.committed;
import static yanta.clients.Steps.equal;
import static yanta.clients.Steps.eventually;
import static yanta.clients.Steps.ok;

import java.util.concurrent.Callable;
import org.bouncycastle.util.encoders.Hex;
import org.chainmaker.pb.common.Request.Payload;
import org.chainmaker.pb.common.ResultOuterClass.TxResponse;
import org.chainmaker.sdk.ChainClient;

/** Certificates by hash and alias, frozen and revoked. */
final class CertificateSteps {
    private final Driver.Session session;
    private final Steps steps;
    private final Network network;

    CertificateSteps(Driver.Session session) {
        this.session = session;
        steps = session.steps;
        network = session.network;
    }

    void run() throws Exception {
        hashes();
        String certificate2 = network.certificate(1, "client2");
        accepted("cert_freeze", () -> session.client.createCertFreezePayload(new String[] {certificate2}));
        steps.step("cert_frozen_invoke_err", () -> NegativeSteps.refusedAtAdmission(session, Network.Difference.user("client2")));
        accepted("cert_unfreeze", () -> session.client.createPayloadOfUnfreezeCerts(new String[] {certificate2}));
        steps.step("cert_unfrozen_invoke", () -> {
            ChainClient client2 = network.client(Network.Difference.user("client2"));
            ok(save(client2, session.fact, "unfrozen" + session.suffix));
            client2.stop();
        });
        String crl = network.text("crypto-config/" + Network.orgId(1) + "/client3.crl");
        accepted("cert_revoke_crl", () -> session.client.createPayloadOfRevokeCerts(crl));
        steps.step("cert_revoked_invoke_err", () -> NegativeSteps.refusedAtAdmission(session, Network.Difference.user("client3")));
        aliases();
    }

    private void hashes() throws Exception {
        ChainClient client5 = network.client(Network.Difference.user("client5"));
        String[] hash = new String[1];
        steps.step("cert_add", () -> {
            hash[0] = Hex.toHexString(client5.addCert(RPC_TIMEOUT_MS).getContractResult().getResult().toByteArray());
            eventually(() -> client5.queryCert(hash, RPC_TIMEOUT_MS).getCertInfos(0).getCert().size() > 0);
        });
        steps.step("cert_query", () -> {
            var infos = session.client.queryCert(new String[] {hash[0], "00".repeat(32)}, RPC_TIMEOUT_MS);
            equal(infos.getCertInfos(0).getHash(), hash[0]);
            equal(infos.getCertInfosCount(), 2);
            check(infos.getCertInfos(1).getCert().isEmpty(), "an unknown hash has a certificate");
        });
        steps.step("cert_hash_invoke", () -> {
            check(client5.enableCertHash(), "not enabled");
            ok(save(client5, session.fact, "hash" + session.suffix));
            client5.disableCertHash();
            client5.stop();
        });
        accepted("cert_delete", () -> session.client.createCertDeletePayload(hash));
        steps.step("cert_deleted", () -> check(session.client.queryCert(hash, RPC_TIMEOUT_MS).getCertInfos(0).getCert().isEmpty(), "still there"));
    }

    private void aliases() {
        String alias = "jalias" + session.suffix;
        ChainClient[] withAlias = new ChainClient[1];
        steps.step("alias_enable_add", () -> {
            Network.Difference difference = Network.Difference.user("client2");
            difference.alias = alias;
            withAlias[0] = network.client(difference);
        });
        steps.step("alias_invoke", () -> ok(save(withAlias[0], session.fact, "alias" + session.suffix)));
        steps.step("alias_query", () -> {
            var info = session.client.queryAlias(new String[] {alias}, RPC_TIMEOUT_MS).getAliasInfos(0);
            equal(info.getAlias(), alias);
            check(info.getNowCert().getCert().size() > 0, "no certificate");
        });
        steps.step("alias_update", () -> {
            Payload payload = session.client.createAliasUpdatePayload(alias, network.certificate(1, "client4"));
            ok(send(payload));
            withAlias[0].stop();
        });
        accepted("alias_delete", () -> session.client.createAliasDeletePayload(new String[] {alias}));
        steps.step("alias_deleted", () ->
            check(session.client.queryAlias(new String[] {alias}, RPC_TIMEOUT_MS).getAliasInfos(0).getNowCert().getCert().isEmpty(), "still there"));
    }

    private void accepted(String name, Callable<Payload> make) {
        steps.step(name, () -> ok(send(make.call())));
    }

    private TxResponse send(Payload payload) throws Exception {
        return committed(session.client, session.client.sendCertManageRequest(payload, network.endorse(payload, 4), RPC_TIMEOUT_MS, NO_WAIT));
    }
}
