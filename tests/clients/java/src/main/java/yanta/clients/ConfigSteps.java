package yanta.clients;

import static yanta.clients.ContractSteps.bytes;
import static yanta.clients.Network.NO_WAIT;
import static yanta.clients.Network.RPC_TIMEOUT_MS;
import static yanta.clients.Network.orgId;
import static yanta.clients.Steps.check;
import static yanta.clients.Steps.committed;
import static yanta.clients.Steps.equal;
import static yanta.clients.Steps.ok;
import static yanta.clients.Steps.refused;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.chainmaker.pb.accesscontrol.PolicyOuterClass.Policy;
import org.chainmaker.pb.common.Request.EndorsementEntry;
import org.chainmaker.pb.common.Request.Payload;
import org.chainmaker.pb.common.ResultOuterClass.TxResponse;
import org.chainmaker.pb.config.ChainConfigOuterClass.ChainConfig;
import org.chainmaker.sdk.User;
import org.chainmaker.sdk.utils.SdkUtils;

/** Changes of the chain's configuration with the administrators' signatures. */
final class ConfigSteps {
    private final Driver.Session session;
    private final Steps steps;
    private final Network network;

    ConfigSteps(Driver.Session session) {
        this.session = session;
        steps = session.steps;
        network = session.network;
    }

    void run() throws Exception {
        String root5 = network.root(5);
        steps.step("config_block_update", () -> {
            long sequence = session.client.getChainConfigSequence(RPC_TIMEOUT_MS);
            ChainConfig changed = ChainConfig.parseFrom(ok(change(blockCapacity(79), 4)).getContractResult().getResult());
            equal(changed.getBlock().getBlockTxCapacity(), 79);
            equal(session.client.getChainConfig(RPC_TIMEOUT_MS).getBlock().getBlockTxCapacity(), 79);
            equal(session.client.getChainConfigSequence(RPC_TIMEOUT_MS), sequence + 1);
        });
        steps.step("config_three_endorsers", () -> ok(change(blockCapacity(80), 3)));
        steps.step("config_two_endorsers_err", () -> refused(() -> change(blockCapacity(55), 2)));
        steps.step("config_one_endorser_err", () -> refused(() -> change(blockCapacity(55), 1)));
        steps.step("config_same_admin_four_times_err", () -> {
            Payload payload = blockCapacity(55);
            EndorsementEntry[] same = new EndorsementEntry[4];
            Arrays.fill(same, SdkUtils.signPayload(payload, network.admin(1)));
            refused(() -> send(payload, same));
        });
        steps.step("config_signatures_of_another_payload_err", () -> {
            EndorsementEntry[] foreign = network.endorse(blockCapacity(56), 4);
            refused(() -> send(blockCapacity(55), foreign));
        });
        accepted("config_core_update", () -> session.client.createPayloadOfChainConfigCoreUpdate(15, 16, RPC_TIMEOUT_MS));
        accepted("config_trust_root_add", () -> session.client.createPayloadOfChainConfigTrustRootAdd(orgId(5), new String[] {root5}, RPC_TIMEOUT_MS));
        steps.step("config_trust_root_added", () -> equal(session.client.getChainConfig(RPC_TIMEOUT_MS).getTrustRootsCount(), 5));
        User admin5 = network.user(5, "admin1");
        steps.step("config_trust_root_update_own", () ->
            ok(changeAs(admin5, session.client.createPayloadOfChainConfigTrustRootUpdate(orgId(5), new String[] {root5}, RPC_TIMEOUT_MS))));
        steps.step("config_trust_root_update_foreign_err", () ->
            refused(() -> change(session.client.createPayloadOfChainConfigTrustRootUpdate(orgId(5), new String[] {root5}, RPC_TIMEOUT_MS), 4)));
        consensusNodes(admin5);
        accepted("config_trust_root_delete", () -> session.client.createPayloadOfChainConfigTrustRootDelete(orgId(5), RPC_TIMEOUT_MS));
        permissions();
        String member = network.certificate(5, "client1");
        accepted("config_trust_member_add", () ->
            session.client.createChainConfigTrustMemberAddPayload(orgId(5), network.nodeId(5, "common1"), "client", member, RPC_TIMEOUT_MS));
        accepted("config_trust_member_delete", () -> session.client.createChainConfigTrustMemberDeletePayload(member, RPC_TIMEOUT_MS));
        String key = "ext" + session.suffix;
        accepted("config_ext_add", () -> session.client.createPayloadOfChainConfigConsensusExtAdd(Map.of(key, bytes("v1")), RPC_TIMEOUT_MS));
        accepted("config_ext_update", () -> session.client.createPayloadOfChainConfigConsensusExtUpdate(Map.of(key, bytes("v2")), RPC_TIMEOUT_MS));
        accepted("config_ext_delete", () -> session.client.createPayloadOfChainConfigConsensusExtDelete(new String[] {key}, RPC_TIMEOUT_MS));
        steps.step("config_alter_addr_type_err", () -> refused(() -> change(session.client.createChainConfigAlterAddrTypePayload("1", RPC_TIMEOUT_MS), 4)));
    }

    private void consensusNodes(User admin5) {
        accepted("config_node_id_add", () ->
            session.client.createPayloadOfChainConfigConsensusNodeAddrAdd(orgId(1), new String[] {network.nodeId(5, "common1")}, RPC_TIMEOUT_MS));
        accepted("config_node_id_delete", () ->
            session.client.createPayloadOfChainConfigConsensusNodeAddrDelete(orgId(1), network.nodeId(5, "common1"), RPC_TIMEOUT_MS));
        accepted("config_node_org_add", () ->
            session.client.createPayloadOfChainConfigConsensusNodeOrgAdd(orgId(5), new String[] {network.nodeId(5, "consensus1")}, RPC_TIMEOUT_MS));
        steps.step("config_node_id_update_own", () -> ok(changeAs(admin5, session.client.createPayloadOfChainConfigConsensusNodeAddrUpdate(
            orgId(5), network.nodeId(5, "consensus1"), network.nodeId(6, "common1"), RPC_TIMEOUT_MS))));
        accepted("config_node_org_update", () ->
            session.client.createPayloadOfChainConfigConsensusNodeOrgUpdate(orgId(5), new String[] {network.nodeId(5, "common1")}, RPC_TIMEOUT_MS));
        accepted("config_node_org_delete", () -> session.client.createPayloadOfChainConfigConsensusNodeOrgDelete(orgId(5), RPC_TIMEOUT_MS));
    }

    private void permissions() {
        String resource = "TEST_PERM-" + session.suffix;
        accepted("config_permission_add", () -> session.client.createPayloadOfChainConfigPermissionAdd(resource, policy("ANY"), RPC_TIMEOUT_MS));
        steps.step("config_permission_list", () ->
            check(session.client.getChainConfigPermissionList(RPC_TIMEOUT_MS).stream().anyMatch(each -> each.getResourceName().equals(resource)), "not listed"));
        accepted("config_permission_update", () -> session.client.createPayloadOfChainConfigPermissionUpdate(resource, policy("MAJORITY"), RPC_TIMEOUT_MS));
        accepted("config_permission_delete", () -> session.client.createPayloadOfChainConfigPermissionDelete(resource, RPC_TIMEOUT_MS));
    }

    private static Policy policy(String rule) {
        return Policy.newBuilder().setRule(rule).addRoleList("ADMIN").build();
    }

    private Payload blockCapacity(int capacity) throws Exception {
        return session.client.createPayloadOfChainConfigBlockUpdate(true, 600, capacity, 10, 20, 0, RPC_TIMEOUT_MS);
    }

    private void accepted(String name, Callable<Payload> make) {
        steps.step(name, () -> ok(change(make.call(), 4)));
    }

    private TxResponse change(Payload payload, int endorsers) throws Exception {
        return send(payload, network.endorse(payload, endorsers));
    }

    private TxResponse changeAs(User admin, Payload payload) throws Exception {
        return send(payload, new EndorsementEntry[] {SdkUtils.signPayload(payload, admin)});
    }

    private TxResponse send(Payload payload, EndorsementEntry[] endorsers) throws Exception {
        return committed(session.client, session.client.updateChainConfig(payload, endorsers, RPC_TIMEOUT_MS, NO_WAIT));
    }
}
