package yanta.clients;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.chainmaker.pb.common.ChainmakerTransaction.TransactionInfo;
import org.chainmaker.pb.common.ResultOuterClass.TxResponse;
import org.chainmaker.pb.common.ResultOuterClass.TxStatusCode;
import org.chainmaker.sdk.ChainClient;

/** Runs named steps and prints `PASS name` or `FAIL name reason` for each. */
final class Steps {
    private static final long TIMEOUT_SECONDS = 60;
    private static final int REASON_LENGTH_MAX = 300;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });
    private int passed;
    private int failed;

    interface Step {
        void run() throws Exception;
    }

    boolean step(String name, Step step) {
        Future<?> running = threads.submit(() -> {
            step.run();
            return null;
        });
        try {
            running.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            passed++;
            System.out.println("PASS " + name);
            return true;
        } catch (TimeoutException e) {
            return fail(name, "no end after " + TIMEOUT_SECONDS + " s");
        } catch (Exception e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (System.getenv("TRACE") != null) cause.printStackTrace();
            return fail(name, cause.toString());
        }
    }

    private boolean fail(String name, String reason) {
        failed++;
        String line = reason.replaceAll("\\s+", " ");
        System.out.println("FAIL " + name + " " + line.substring(0, Math.min(line.length(), REASON_LENGTH_MAX)));
        return false;
    }

    /** Prints the sums; the process's exit code. */
    int finish() {
        System.out.println(passed + " passed, " + failed + " failed");
        return failed > 0 ? 1 : 0;
    }

    static void check(boolean holds, String reason) {
        if (!holds) throw new AssertionError(reason);
    }

    static void equal(Object got, Object wanted) {
        check(String.valueOf(got).equals(String.valueOf(wanted)), "got " + got + ", wanted " + wanted);
    }

    static TxResponse ok(TxResponse response) {
        check(response.getCode() == TxStatusCode.SUCCESS, "code " + response.getCode() + " " + response.getMessage());
        check(response.getContractResult().getCode() == 0,
            "contract code " + response.getContractResult().getCode() + " " + response.getContractResult().getMessage());
        return response;
    }

    /** The response with the result that the transaction has in its block. */
    static TxResponse committed(ChainClient client, TxResponse response) throws Exception {
        if (response.getCode() != TxStatusCode.SUCCESS) return response;
        TransactionInfo[] found = new TransactionInfo[1];
        eventually(() -> {
            found[0] = client.getTxByTxId(response.getTxId(), Network.RPC_TIMEOUT_MS);
            return found[0].hasTransaction();
        });
        return response.toBuilder().setContractResult(found[0].getTransaction().getResult().getContractResult()).build();
    }

    /** The text that the node refuses with, in the response, in the contract's result or in the client's exception. */
    static String refused(Callable<?> call) throws Exception {
        Object answer;
        try {
            answer = call.call();
        } catch (org.chainmaker.sdk.SdkException | RuntimeException e) {
            String text = String.valueOf(e.getMessage());
            check(!text.contains("UNAVAILABLE") && !text.contains("no Idle or Ready"), text);
            return text;
        }
        if (answer instanceof TxResponse) {
            TxResponse response = (TxResponse) answer;
            if (response.getCode() != TxStatusCode.SUCCESS) return response.getMessage();
            if (response.getContractResult().getCode() != 0) return response.getContractResult().getMessage();
        }
        throw new AssertionError("accepted, a refusal was expected: " + answer);
    }

    /** Waits until the condition holds; the chain needs a moment for a block. */
    static void eventually(Callable<Boolean> condition) throws Exception {
        long deadline = System.currentTimeMillis() + 20_000;
        while (!condition.call()) {
            check(System.currentTimeMillis() < deadline, "did not come about within 20 s");
            Thread.sleep(20);
        }
    }
}
