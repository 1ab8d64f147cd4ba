#!/usr/bin/env python3
"""read_config.py sdk_config.yml...: connects with each configuration as it is and asks for the chain's configuration."""
import sys, warnings, logging
warnings.filterwarnings('ignore')
from chainmaker.chain_client import ChainClient
logging.disable(logging.CRITICAL)
for path in sys.argv[1:]:
    client = ChainClient.from_conf(path)
    print(client.get_chain_config().chain_id, client.get_chainmaker_server_version(), flush=True)
    client.stop()
