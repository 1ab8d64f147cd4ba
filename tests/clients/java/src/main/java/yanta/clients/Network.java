package yanta.clients;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.chainmaker.pb.common.Request.EndorsementEntry;
import org.chainmaker.pb.common.Request.Payload;
import org.chainmaker.sdk.ChainClient;
import org.chainmaker.sdk.ChainManager;
import org.chainmaker.sdk.User;
import org.chainmaker.sdk.config.AuthType;
import org.chainmaker.sdk.config.ChainClientConfig;
import org.chainmaker.sdk.config.NodeConfig;
import org.chainmaker.sdk.config.SdkConfig;
import org.chainmaker.sdk.utils.SdkUtils;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.Constructor;
import org.yaml.snakeyaml.representer.Representer;

/** The test chain's certificates, and clients made from its sdk_config.yml. */
final class Network {
    static final long RPC_TIMEOUT_MS = 10_000;
    /** Tells the client not to wait for the block: `Steps.committed` does, and looks more often than every 2 s. */
    static final long NO_WAIT = -1;

    private final Path folder;
    private final String address;
    private final User[] admins = new User[4];

    Network(Path folder, String address) throws Exception {
        this.folder = folder;
        this.address = address;
        for (int i = 0; i < admins.length; i++) admins[i] = user(i + 1, "admin1");
    }

    /** How a client differs from client1 of organisation 1. */
    static final class Difference {
        String user = "client1";
        int org = 1;
        String chainId = "chain1";
        String alias;
        boolean withDispatcher;

        static Difference user(String user) {
            Difference difference = new Difference();
            difference.user = user;
            return difference;
        }
    }

    static String orgId(int org) {
        return "wx-org" + org + ".chainmaker.org";
    }

    String text(String path) throws IOException {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    byte[] bytes(String path) throws IOException {
        return Files.readAllBytes(folder.resolve(path));
    }

    String root(int org) throws IOException {
        return text("crypto-config/" + orgId(org) + "/ca/ca.crt");
    }

    String certificate(int org, String user) throws IOException {
        return text(userPath(org, user) + ".sign.crt");
    }

    String nodeId(int org, String node) throws IOException {
        return text("crypto-config/" + orgId(org) + "/node/" + node + "/" + node + ".nodeid");
    }

    private static String userPath(int org, String user) {
        return "crypto-config/" + orgId(org) + "/user/" + user + "/" + user;
    }

    User user(int org, String name) throws Exception {
        String path = userPath(org, name);
        User user = new User(orgId(org), bytes(path + ".sign.key"), bytes(path + ".sign.crt"), bytes(path + ".tls.key"), bytes(path + ".tls.crt"));
        user.setAuthType(AuthType.PermissionedWithCert.getMsg());
        return user;
    }

    User admin(int org) {
        return admins[org - 1];
    }

    /** Signatures of the first administrators. */
    EndorsementEntry[] endorse(Payload payload, int count) throws Exception {
        return SdkUtils.getEndorsers(payload, java.util.Arrays.copyOf(admins, count));
    }

    /** The node as the configuration names it. */
    NodeConfig node() throws Exception {
        return config().getChainClient().getNodes()[0];
    }

    private SdkConfig config() throws Exception {
        Representer representer = new Representer();
        representer.getPropertyUtils().setSkipMissingProperties(true); // keys that only the Go client knows
        String yaml = text("sdk_config.yml").replace("__DIR__", folder.toString()).replace("__ADDR__", address);
        return new Yaml(new Constructor(SdkConfig.class), representer).load(yaml);
    }

    ChainClient client(Difference difference) throws Exception {
        SdkConfig config = config();
        ChainClientConfig client = config.getChainClient();
        client.setChainId(difference.chainId);
        client.setOrgId(orgId(difference.org));
        client.setUserSignKeyFilePath(folder.resolve(userPath(1, difference.user) + ".sign.key").toString());
        client.setUserSignCrtFilePath(folder.resolve(userPath(1, difference.user) + ".sign.crt").toString());
        client.setAlias(difference.alias);
        client.setEnableTxResultDispatcher(difference.withDispatcher);
        client.setArchive(null);
        return connect(config);
    }

    static ChainClient connect(SdkConfig config) throws Exception {
        forgetClients();
        return ChainManager.getInstance().createChainClient(config);
    }

    /** The SDK keeps one client a chain id, whatever its configuration. */
    private static void forgetClients() throws ReflectiveOperationException {
        Field chains = ChainManager.class.getDeclaredField("chains");
        chains.setAccessible(true);
        ((Map<?, ?>) chains.get(ChainManager.getInstance())).clear();
    }
}
