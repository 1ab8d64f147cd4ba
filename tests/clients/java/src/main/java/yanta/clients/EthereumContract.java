package yanta.clients;

import static yanta.clients.Network.NO_WAIT;
import static yanta.clients.Network.RPC_TIMEOUT_MS;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.chainmaker.pb.common.ContractOuterClass.Contract;
import org.chainmaker.pb.common.ContractOuterClass.RuntimeType;
import org.chainmaker.pb.common.Request.Payload;
import org.chainmaker.pb.common.ResultOuterClass.TxResponse;
import org.chainmaker.sdk.ChainClient;

/**
 * Works with EVM contracts by ChainMaker's Java client, at another program's word: it reads `deploy NAME CODE DATA`, `invoke NAME DATA`,
 * `query NAME DATA` and `info NAME`, a line each, all in hex, and answers a line: `OK VALUE` or `FAIL REASON`.
 *
 * <p>Arguments: the folder with crypto-config and sdk_config.yml; host:port of its node.
 */
public final class EthereumContract {
    private final Network network;
    private final ChainClient client;

    private EthereumContract(Network network) throws Exception {
        this.network = network;
        client = network.client(new Network.Difference());
    }

    public static void main(String[] arguments) throws Exception {
        EthereumContract contracts = new EthereumContract(new Network(Path.of(arguments[0]).toAbsolutePath(), arguments[1]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                System.out.println("OK " + contracts.run(line.split(" ")));
            } catch (Exception | AssertionError failure) {
                System.out.println("FAIL " + failure.getMessage());
            }
        }
        System.exit(0);
    }

    private String run(String[] words) throws Exception {
        switch (words[0]) {
            case "deploy":
                return deploy(words[1], words[2], words[3]);
            case "invoke":
                return hex(committed(client.invokeContract(words[1], method(words[2]), "", data(words[2]), RPC_TIMEOUT_MS, NO_WAIT)));
            case "query":
                return hex(Steps.ok(client.queryContract(words[1], method(words[2]), "", data(words[2]), RPC_TIMEOUT_MS)));
            case "info":
                Contract contract = client.getContractInfo(words[1], RPC_TIMEOUT_MS);
                return contract.getRuntimeType() + " " + contract.getAddress();
            default:
                throw new IllegalArgumentException(words[0]);
        }
    }

    private String deploy(String name, String code, String constructor) throws Exception {
        byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
        Payload payload = client.createContractCreatePayload(name, "1.0", bytes, RuntimeType.EVM, data(constructor));
        TxResponse response = committed(client.sendContractManageRequest(payload, network.endorse(payload, 4), RPC_TIMEOUT_MS, NO_WAIT));
        return Contract.parseFrom(response.getContractResult().getResult()).getAddress();
    }

    private TxResponse committed(TxResponse response) throws Exception {
        return Steps.ok(Steps.committed(client, response));
    }

    private static String method(String data) {
        return data.substring(0, 8);
    }

    private static Map<String, byte[]> data(String text) {
        Map<String, byte[]> parameters = new HashMap<>();
        parameters.put("data", text.getBytes(StandardCharsets.UTF_8));
        return parameters;
    }

    private static String hex(TxResponse response) {
        StringBuilder text = new StringBuilder();
        for (byte each : response.getContractResult().getResult().toByteArray()) text.append(String.format("%02x", each));
        return text.toString();
    }
}
