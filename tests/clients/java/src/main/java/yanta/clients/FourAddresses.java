package yanta.clients;

import static yanta.clients.Network.RPC_TIMEOUT_MS;
import static yanta.clients.Steps.check;
import static yanta.clients.Steps.ok;

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chainmaker.pb.common.ChainmakerBlock.BlockHeader;
import org.chainmaker.pb.common.ResultOuterClass.SubscribeResult;
import org.chainmaker.sdk.ChainClient;
import org.chainmaker.sdk.config.SdkConfig;
import org.yaml.snakeyaml.Yaml;

/**
 * A client with the addresses of all nodes, in an sdk_config.yml as it is, goes on when one of them dies. Prints PASS and FAIL
 * lines as the other drivers, and HALF when half is sent: the test kills a node then.
 */
public final class FourAddresses {
    private static final int TOTAL = 20;
    private static final int ATTEMPTS_MAX = 20;
    private static final long PAUSE_MS = 500;

    private final ChainClient client;
    /** Heights as they came; guarded by itself. */
    private final List<Long> heights = new ArrayList<>();
    private final AtomicBoolean isDone = new AtomicBoolean();

    private FourAddresses(ChainClient client) {
        this.client = client;
    }

    public static void main(String[] arguments) throws Exception {
        ChainClient client;
        try (InputStream file = new FileInputStream(arguments[0])) {
            client = Network.connect(new Yaml().loadAs(file, SdkConfig.class));
        }
        System.exit(new FourAddresses(client).run());
    }

    private int run() {
        Steps steps = new Steps();
        Thread follower = new Thread(this::follow);
        follower.setDaemon(true);
        follower.start();
        steps.step("goes_on_when_a_node_dies", () -> {
            for (int i = 0; i < TOTAL; i++) {
                if (i == TOTAL / 2) System.out.println("HALF");
                save("j" + i);
            }
        });
        steps.step("subscription_without_gap_or_double", () -> {
            long[] top = new long[1];
            attempt(() -> top[0] = client.getCurrentBlockHeight(RPC_TIMEOUT_MS));
            Steps.eventually(() -> seen().size() > top[0]);
            isDone.set(true);
            List<Long> seen = seen();
            for (int i = 0; i < seen.size(); i++) check(seen.get(i) == i, "block " + seen.get(i) + " at place " + i + " of " + seen);
        });
        return steps.finish();
    }

    /**
     * Blocks as they come, over whichever node answers; after a break from the next height on. A node that has no such block yet sends its last one first
     * (rpc.md section 9, start > last): only as the first of a stream, and only the one that was seen last, is it no double.
     */
    private void follow() {
        while (!isDone.get()) {
            try {
                Received received = new Received();
                client.subscribeBlock(seen().size(), -1, false, true, received);
                boolean isFirst = true;
                for (Object next = received.next(); next instanceof SubscribeResult; next = received.next()) {
                    long height = BlockHeader.parseFrom(((SubscribeResult) next).getData()).getBlockHeight();
                    synchronized (heights) {
                        boolean isSeen = isFirst && !heights.isEmpty() && heights.get(heights.size() - 1) == height;
                        isFirst = false;
                        if (!isSeen) heights.add(height);
                    }
                }
                Thread.sleep(PAUSE_MS);
            } catch (Exception | AssertionError e) {
                // Nothing for a while, or no connection: it asks again.
            }
        }
    }

    private List<Long> seen() {
        synchronized (heights) {
            return new ArrayList<>(heights);
        }
    }

    /** A transaction that must come through; the client is free to try other nodes, and so is the program. */
    private void save(String name) throws Exception {
        int[] attempts = new int[1];
        attempt(() -> ok(ContractSteps.save(client, "fact", name + "." + attempts[0]++)));
    }

    private static void attempt(Steps.Step call) throws Exception {
        List<String> reasons = new ArrayList<>();
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            try {
                call.run();
                return;
            } catch (Exception | AssertionError e) {
                reasons.add(String.valueOf(e.getMessage()));
                Thread.sleep(PAUSE_MS);
            }
        }
        check(false, String.join(" | ", reasons));
    }
}
