package yanta.clients;

import static yanta.clients.Steps.check;
import static yanta.clients.Steps.equal;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.chainmaker.pb.common.ResultOuterClass.ContractEventInfo;
import org.chainmaker.pb.common.ResultOuterClass.ContractEventInfoList;
import org.chainmaker.pb.common.ResultOuterClass.SubscribeResult;

/** What a stream sent, in order: results, then its end or an error. */
final class Received implements StreamObserver<SubscribeResult> {
    private static final long WAIT_SECONDS = 20;
    private static final String END = "end";

    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();

    @Override
    public void onNext(SubscribeResult result) {
        queue.add(result);
    }

    @Override
    public void onError(Throwable error) {
        queue.add(error);
    }

    @Override
    public void onCompleted() {
        queue.add(END);
    }

    Object next() throws InterruptedException {
        Object next = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        check(next != null, "nothing within " + WAIT_SECONDS + " s");
        return next;
    }

    SubscribeResult result() throws InterruptedException {
        Object next = next();
        check(next instanceof SubscribeResult, "the stream ended: " + next);
        return (SubscribeResult) next;
    }

    void end() throws InterruptedException {
        equal(next(), END);
    }

    /** The next event; a block without a match comes as a list whose one entry names only the block. */
    ContractEventInfo event() throws Exception {
        while (true) {
            for (ContractEventInfo event : ContractEventInfoList.parseFrom(result().getData()).getContractEventsList()) {
                if (!event.getContractName().isEmpty()) return event;
            }
        }
    }
}
