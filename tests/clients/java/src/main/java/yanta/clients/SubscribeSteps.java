package yanta.clients;

import static yanta.clients.ContractSteps.save;
import static yanta.clients.Network.RPC_TIMEOUT_MS;
import static yanta.clients.Steps.check;
import static yanta.clients.Steps.equal;
import static yanta.clients.Steps.ok;

import io.grpc.Status;
import org.chainmaker.pb.common.ChainmakerBlock.BlockHeader;
import org.chainmaker.pb.common.ChainmakerBlock.BlockInfo;
import org.chainmaker.pb.common.ChainmakerTransaction.Transaction;
import org.chainmaker.pb.common.ResultOuterClass.ContractEventInfo;

/** Blocks, transactions and events: from the past, then live. */
final class SubscribeSteps {
    private final Driver.Session session;
    private final Steps steps;

    SubscribeSteps(Driver.Session session) {
        this.session = session;
        steps = session.steps;
    }

    void run() {
        steps.step("subscribe_block_history", () -> {
            Received received = new Received();
            session.client.subscribeBlock(0, 2, false, false, received);
            for (long height = 0; height <= 2; height++) equal(BlockInfo.parseFrom(received.result().getData()).getBlock().getHeader().getBlockHeight(), height);
            received.end();
        });
        steps.step("subscribe_block_rwset", () -> {
            Received received = new Received();
            session.client.subscribeBlock(1, 1, true, false, received);
            BlockInfo info = BlockInfo.parseFrom(received.result().getData());
            equal(info.getRwsetListCount(), info.getBlock().getTxsCount());
            received.end();
        });
        steps.step("subscribe_block_header_only", () -> {
            Received received = new Received();
            session.client.subscribeBlock(0, 1, false, true, received);
            equal(BlockHeader.parseFrom(received.result().getData()).getChainId(), "chain1");
        });
        steps.step("subscribe_block_history_then_live", this::historyThenLive);
        steps.step("subscribe_block_live_only", () -> {
            long top = session.client.getCurrentBlockHeight(RPC_TIMEOUT_MS);
            Received received = new Received();
            session.client.subscribeBlock(-1, -1, false, false, received);
            Thread.sleep(500); // the node has to have the subscription before the next block
            ok(save(session.client, session.fact, "live1" + session.suffix));
            equal(BlockInfo.parseFrom(received.result().getData()).getBlock().getHeader().getBlockHeight(), top + 1);
        });
        steps.step("subscribe_block_bad_heights_err", () -> {
            Received received = new Received();
            session.client.subscribeBlock(5, 2, false, false, received);
            Object end = received.next();
            check(end instanceof Throwable, "no error: " + end);
            equal(Status.fromThrowable((Throwable) end).getCode(), Status.Code.INVALID_ARGUMENT);
        });
        transactions();
        events();
    }

    private void historyThenLive() throws Exception {
        long top = session.client.getCurrentBlockHeight(RPC_TIMEOUT_MS);
        Received received = new Received();
        session.client.subscribeBlock(top - 1, top + 2, false, false, received);
        for (long height = top - 1; height <= top; height++) equal(BlockInfo.parseFrom(received.result().getData()).getBlock().getHeader().getBlockHeight(), height);
        ok(save(session.client, session.fact, "then1" + session.suffix));
        ok(save(session.client, session.fact, "then2" + session.suffix));
        for (long height = top + 1; height <= top + 2; height++) equal(BlockInfo.parseFrom(received.result().getData()).getBlock().getHeader().getBlockHeight(), height);
        received.end();
    }

    private void transactions() {
        steps.step("subscribe_tx_of_contract", () -> {
            Received received = new Received();
            session.client.subscribeTx(0, -1, session.fact, new String[0], received);
            equal(Transaction.parseFrom(received.result().getData()).getPayload().getContractName(), session.fact);
        });
        steps.step("subscribe_tx_by_id_ends", () -> {
            Received received = new Received();
            session.client.subscribeTx(0, -1, "", new String[] {session.savedTxId}, received);
            Transaction transaction = Transaction.parseFrom(received.result().getData());
            equal(transaction.getPayload().getTxId(), session.savedTxId);
            check(transaction.hasResult(), "no result");
            received.end();
        });
        steps.step("subscribe_tx_live", () -> {
            Received received = new Received();
            session.client.subscribeTx(-1, -1, session.fact, new String[0], received);
            Thread.sleep(500);
            String txId = ok(save(session.client, session.fact, "live2" + session.suffix)).getTxId();
            equal(Transaction.parseFrom(received.result().getData()).getPayload().getTxId(), txId);
        });
    }

    private void events() {
        steps.step("subscribe_event_history", () -> {
            Received received = new Received();
            session.client.subscribeContractEvent(1, -1, "topic_vx", session.event, received);
            ContractEventInfo event = received.event();
            equal(event.getContractName() + event.getEventDataList(), session.event + "[first, second]");
        });
        steps.step("subscribe_event_live", () -> {
            Received received = new Received();
            session.client.subscribeContractEvent(-1, -1, "", session.event, received);
            Thread.sleep(500);
            String txId = ok(ContractSteps.run(session)).getTxId();
            equal(received.event().getTxId(), txId);
        });
        steps.step("subscribe_event_without_contract_err", () -> {
            Received received = new Received();
            session.client.subscribeContractEvent(-1, -1, "", "", received);
            check(received.next() instanceof Throwable, "no error");
        });
    }
}
