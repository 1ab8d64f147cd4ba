package yanta.clients;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;
import org.chainmaker.pb.common.Request.EndorsementEntry;
import org.chainmaker.pb.common.Request.Payload;
import org.chainmaker.pb.common.Request.TxRequest;
import org.chainmaker.pb.common.ResultOuterClass.TxResponse;
import org.chainmaker.sdk.ChainClient;
import org.chainmaker.sdk.RpcServiceClient;

/** Requests put together by hand and sent over a connection of the client. */
final class RawRequests {
    /** A method of newer nodes that this client does not know. */
    private static final MethodDescriptor<TxRequest, TxResponse> SEND_REQUEST_SYNC = MethodDescriptor.<TxRequest, TxResponse>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName("api.RpcNode/SendRequestSync")
        .setRequestMarshaller(ProtoUtils.marshaller(TxRequest.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(TxResponse.getDefaultInstance()))
        .build();

    private final ChainClient client;

    RawRequests(ChainClient client) {
        this.client = client;
    }

    EndorsementEntry sign(Payload payload) throws Exception {
        return client.getClientUser().signPayloadOfMultiSign(payload.toByteArray(), false);
    }

    TxResponse send(Payload payload, EndorsementEntry sender) throws Exception {
        return send(TxRequest.newBuilder().setPayload(payload).setSender(sender).build());
    }

    TxResponse send(TxRequest request) throws Exception {
        return overConnection(connection -> connection.getRpcNodeFutureStub().sendRequest(request).get(Network.RPC_TIMEOUT_MS, TimeUnit.MILLISECONDS));
    }

    TxResponse sendSync(Payload payload) throws Exception {
        TxRequest request = TxRequest.newBuilder().setPayload(payload).setSender(sign(payload)).build();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(Network.RPC_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        return overConnection(connection -> ClientCalls.blockingUnaryCall(connection.getManagedChannel(), SEND_REQUEST_SYNC, options, request));
    }

    private interface Call {
        TxResponse run(RpcServiceClient connection) throws Exception;
    }

    private TxResponse overConnection(Call call) throws Exception {
        RpcServiceClient connection = client.getConnectionPool().borrowObject();
        try {
            return call.run(connection);
        } finally {
            client.getConnectionPool().returnObject(connection);
        }
    }
}
