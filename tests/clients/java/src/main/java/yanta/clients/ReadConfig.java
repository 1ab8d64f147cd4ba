package yanta.clients;

import java.io.FileInputStream;
import java.io.InputStream;
import org.chainmaker.sdk.ChainClient;
import org.chainmaker.sdk.config.SdkConfig;
import org.yaml.snakeyaml.Yaml;

/** Connects with each sdk_config.yml as it is, read the way of the SDK's examples, and asks for the chain's configuration. */
public final class ReadConfig {
    public static void main(String[] paths) throws Exception {
        for (String path : paths) {
            try (InputStream file = new FileInputStream(path)) {
                ChainClient client = Network.connect(new Yaml().loadAs(file, SdkConfig.class));
                System.out.println(client.getChainConfig(Network.RPC_TIMEOUT_MS).getChainId() + " " + client.getChainMakerServerVersion(Network.RPC_TIMEOUT_MS));
                client.stop();
            }
        }
        System.exit(0);
    }

    private ReadConfig() {}
}
