#!/usr/bin/env python3
"""four_addresses.py sdk_config.yml: an official client with the addresses of all nodes goes on when one of them dies.

Prints PASS, FAIL lines as the other drivers, and HALF when half is sent: the test kills a node then."""
import os, sys, threading, time, warnings, logging, yaml
warnings.filterwarnings('ignore')
from chainmaker.chain_client import ChainClient
logging.disable(logging.CRITICAL)
# SDK 3.0.7 as published forgets `return payload` here, which breaks every invoke_contract call
_est = ChainClient._estimate_and_attach_gas
ChainClient._estimate_and_attach_gas = lambda self, payload, *a, **k: (_est(self, payload, *a, **k), payload)[1]
path, total = sys.argv[1], 40
with open(path) as file: config = yaml.safe_load(file)
# Below 1000 ms this client asks for a result without a pause, hundreds of times a second: among so many, one asks the dead node three times in a row and
# ends the call. As docs/guide/en/several-organisations.md tells its users.
config['chain_client']['retry_interval'] = 1000
client = ChainClient.from_conf(config)
failures = 0

def report(name, problem):
    global failures
    failures += problem is not None
    print('PASS' if problem is None else 'FAIL', name, problem or '', flush=True)

# Blocks as they come, over whichever node answers; after a break from the next height on. A node that has no such block yet sends its last one first
# (rpc.md section 9, start > last): only as the first of a stream, and only the one that was seen last, is it no double.
heights, done = [], threading.Event()
def follow():
    while not done.is_set():
        stream = []
        def take(header):
            stream.append(header.block_height)
            if len(stream) > 1 or heights[-1:] != stream: heights.append(header.block_height)
        try:
            client.subscribe_block(heights[-1] + 1 if heights else 0, -1, only_header=True, callback=take)
        except Exception:
            time.sleep(0.5)
threading.Thread(target=follow, daemon=True).start()

def save(i):
    """A transaction that must come through; the client is free to try other nodes, and so is the program."""
    reasons = []
    for attempt in range(20):
        try:
            r = client.invoke_contract('fact', 'save', {'time': '1', 'file_hash': f'p{i}-{attempt}', 'file_name': f'p{i}'}, with_sync_result=True)
            if r.code == 0 and r.contract_result.code == 0: return r.tx_id or r.payload.tx_id
            reasons.append(f'{r.code} {r.message}')
        except Exception as e:
            reasons.append(f'{type(e).__name__} {e}')
        time.sleep(0.5)
    raise RuntimeError(' | '.join(reason[:150] for reason in reasons))

sent, problem = 0, None
try:
    for i in range(total):
        if i == total // 2: print('HALF', flush=True)
        save(i)
        sent += 1
except Exception as e:
    problem = f'{sent} of {total}: {e}'.replace('\n', ' ')
report('goes_on_when_a_node_dies', problem)

top = client.get_last_block().block.header.block_height
deadline = time.time() + 60
while time.time() < deadline and (not heights or heights[-1] < top): time.sleep(0.2)
done.set()
seen = [int(h) for h in heights]
report('subscription_without_gap_or_double', None if seen == list(range(len(seen))) and seen[-1] >= top else f'{seen}'[:300])
os._exit(1 if failures else 0)
