package yanta.clients;

import java.nio.file.Path;
import org.chainmaker.sdk.ChainClient;

/**
 * Drives a chain with ChainMaker's Java client.
 *
 * <p>Arguments: the folder with crypto-config, wasm and sdk_config.yml; host:port of a node with a fresh chain. Prints
 * `PASS name` or `FAIL name reason` for each step. Exit status: 0 all passed, 1 failures, 2 no connection.
 */
public final class Driver {
    public static void main(String[] arguments) throws Exception {
        Steps steps = new Steps();
        Network network = new Network(Path.of(arguments[0]).toAbsolutePath(), arguments[1]);
        Session session = new Session(steps, network);
        if (!session.connect()) {
            System.out.println("aborted: no usable connection");
            System.exit(2);
        }
        new QuerySteps(session).run();
        new ContractSteps(session).run();
        new NegativeSteps(session).run();
        new ConfigSteps(session).run();
        new CertificateSteps(session).run();
        new MultiSignSteps(session).run();
        new SubscribeSteps(session).run();
        new WireFormSteps(session).run();
        new NodeSteps(session).run();
        System.exit(steps.finish());
    }

    private Driver() {}

    /** What the groups of steps share. */
    static final class Session {
        final Steps steps;
        final Network network;
        /** Names differ from run to run. */
        final String suffix = Long.toString(System.currentTimeMillis());
        final String fact = "jfact" + suffix;
        final String event = "jevent" + suffix;
        ChainClient client;
        String savedTxId;
        String multiSignTxId;

        Session(Steps steps, Network network) {
            this.steps = steps;
            this.network = network;
        }

        boolean connect() {
            return steps.step("connect", () -> {
                client = network.client(new Network.Difference());
                Steps.check(!client.getChainMakerServerVersion(Network.RPC_TIMEOUT_MS).isEmpty(), "no version");
            });
        }
    }
}
