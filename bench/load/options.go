package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Bounds that keep a mistyped flag from running for ever or filling the memory.
const (
	countMax       = 20_000_000
	durationMax    = 24 * time.Hour
	clientsMax     = 100_000
	payloadMax     = 16 << 20
	subscribersMax = 20_000
	// A closed loop that is bounded by time only signs this many transactions beforehand for each second of it.
	pooledPerSecond = 3000
	pooledMax       = 400_000
	// and can use at most this many records.
	closedPerSecondMax = 50_000
)

type options struct {
	dir, tls, tlsName, chainID          string
	addresses, orgs                     []string
	contract, method, wasm, runtime     string
	create, query, presign, watch       bool
	allowRemote                         bool
	params                              []string
	count, clients, conns, signers      int
	duration                            time.Duration
	rate                                float64
	arrival, mode, padKey, jsonPath     string
	padBytes, subscribers, seed, window int
	pool                                int
	gasLimit                            uint64
	timeout, drain, drainMax, backoff   time.Duration
	pids                                []int
	arguments                           []string
	log                                 func(format string, args ...any)
}

type listFlag struct {
	list  *[]string
	comma bool
}

func (l listFlag) String() string { return "" }

func (l listFlag) Set(text string) error {
	if !l.comma {
		*l.list = append(*l.list, text)
		return nil
	}
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			*l.list = append(*l.list, part)
		}
	}
	return nil
}

func parseOptions(arguments []string, output io.Writer) (*options, error) {
	o := &options{arguments: arguments}
	var orgNumbers, pids []string
	f := flag.NewFlagSet("load", flag.ContinueOnError)
	f.SetOutput(output)
	f.StringVar(&o.dir, "dir", ".", "directory that holds crypto-config/ (and wasm/)")
	f.Var(listFlag{&o.addresses, true}, "addr", "host:port of a node; repeat it or use commas for several (default 127.0.0.1:12301)")
	f.BoolVar(&o.allowRemote, "allow-remote", false, "allow addresses that are not loopback")
	f.StringVar(&o.tls, "tls", "twoway", "twoway, oneway or off")
	f.StringVar(&o.tlsName, "tls-name", "chainmaker.org", "name expected in the server certificate")
	f.StringVar(&o.chainID, "chain", "chain1", "chain id")
	f.Var(listFlag{&orgNumbers, true}, "orgs", "organisation numbers: roots trusted, signers, admins (default 1,2,3,4)")
	f.StringVar(&o.contract, "contract", "fact", "contract name")
	f.BoolVar(&o.create, "create", false, "create the contract first when it does not exist")
	f.StringVar(&o.wasm, "wasm", "", "contract file for -create (default rust-fact-2.0.0.wasm of DIR/wasm or of third_party/)")
	f.StringVar(&o.runtime, "runtime", "WASMER", "contract runtime for -create")
	f.StringVar(&o.method, "method", "", "contract method (default save, with -query find_by_file_hash)")
	f.Var(listFlag{&o.params, false}, "param", "key=text, repeat for more; {hash} {i} {time} {id} are filled in (default: what rust-fact wants)")
	f.IntVar(&o.count, "n", 0, "number of transactions (default 1000 unless -duration is given)")
	f.DurationVar(&o.duration, "duration", 0, "how long to send")
	f.IntVar(&o.clients, "clients", 64, "requests in flight at most")
	f.IntVar(&o.conns, "conns", 0, "connections (default 4, at least one per address)")
	f.Float64Var(&o.rate, "rate", 0, "open loop with this many sends per second (default: closed loop)")
	f.StringVar(&o.arrival, "arrival", "poisson", "open loop: poisson or constant")
	f.IntVar(&o.window, "window", 0, "closed loop: transactions accepted and not yet committed at most (0: no bound)")
	f.StringVar(&o.mode, "mode", "async", "async (SendRequest) or sync (SendRequestSync)")
	f.IntVar(&o.signers, "signers", 1, "distinct client identities that sign")
	f.IntVar(&o.padBytes, "payload", 0, "pad one parameter to this many bytes")
	f.StringVar(&o.padKey, "payload-param", "file_name", "the parameter that -payload pads")
	f.Uint64Var(&o.gasLimit, "gas-limit", 0, "gas limit of each transaction (0: none)")
	f.BoolVar(&o.presign, "presign", true, "sign all transactions before the clock starts")
	f.IntVar(&o.pool, "pool", 0, "transactions signed beforehand when only -duration bounds a closed loop (default 3000 per second)")
	f.BoolVar(&o.watch, "watch", true, "follow the blocks; off means no commit figures in async mode")
	f.BoolVar(&o.query, "query", false, "query load instead of transactions")
	f.IntVar(&o.seed, "seed", 100, "facts saved before a query load, for it to find (0: none)")
	f.IntVar(&o.subscribers, "subscribers", 0, "extra block subscribers")
	f.DurationVar(&o.timeout, "timeout", 0, "deadline of one request (default 10s, sync 75s)")
	f.DurationVar(&o.drain, "drain", 15*time.Second, "after the last send, stop after this long without a commit")
	f.DurationVar(&o.drainMax, "drain-max", 5*time.Minute, "after the last send, stop after this long in any case")
	f.DurationVar(&o.backoff, "backoff", 20*time.Millisecond, "closed loop: pause of a client after a refusal")
	f.Var(listFlag{&pids, true}, "pid", "server processes whose CPU and memory are sampled, children included")
	f.StringVar(&o.jsonPath, "json", "", "also write the report to this file (- for standard output)")
	if err := f.Parse(arguments); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	if len(orgNumbers) == 0 {
		orgNumbers = []string{"1", "2", "3", "4"}
	}
	for _, n := range orgNumbers {
		o.orgs = append(o.orgs, orgName(n))
	}
	for _, text := range pids {
		pid, err := strconv.Atoi(text)
		if err != nil || pid <= 0 {
			return nil, fmt.Errorf("-pid %q is not a process number", text)
		}
		o.pids = append(o.pids, pid)
	}
	o.fillDefaults()
	return o, o.check()
}

// defaultContract finds rust-fact in the test data, or beside it as in this repository's third_party.
func defaultContract(dir string) string {
	const name = "rust-fact-2.0.0.wasm"
	inside := filepath.Join(dir, "wasm", name)
	if _, err := os.Stat(inside); err == nil {
		return inside
	}
	return filepath.Join(dir, "..", "..", "chainmaker-contracts", name)
}

func (o *options) fillDefaults() {
	if len(o.addresses) == 0 {
		o.addresses = []string{"127.0.0.1:12301"}
	}
	if o.count == 0 && o.duration == 0 {
		o.count = 1000
	}
	if o.conns == 0 {
		o.conns = 4
	}
	o.conns = max(o.conns, len(o.addresses))
	if o.wasm == "" {
		o.wasm = defaultContract(o.dir)
	}
	if o.method == "" {
		o.method = "save"
		if o.query {
			o.method = "find_by_file_hash"
		}
	}
	if len(o.params) == 0 {
		o.params = []string{"file_hash={hash}", "file_name=file-{i}", "time={time}"}
		if o.query {
			o.params = []string{"file_hash={hash}"}
		}
	}
	if o.query {
		o.watch = o.subscribers > 0
	}
	if o.timeout == 0 {
		o.timeout = 10 * time.Second
		if o.mode == "sync" {
			o.timeout = 75 * time.Second
		}
	}
	if o.pool == 0 {
		o.pool = min(pooledMax, max(10_000, int(o.duration.Seconds()*pooledPerSecond)))
	}
}

func (o *options) check() error {
	oneOf := func(name, value string, allowed ...string) error {
		for _, a := range allowed {
			if value == a {
				return nil
			}
		}
		return fmt.Errorf("-%s %q: want one of %s", name, value, strings.Join(allowed, ", "))
	}
	within := func(name string, value, low, high int) error {
		if value < low || value > high {
			return fmt.Errorf("-%s %d: want %d to %d", name, value, low, high)
		}
		return nil
	}
	var problem error
	if o.rate < 0 || o.rate > 1e6 {
		problem = fmt.Errorf("-rate %g: want 0 to 1000000", o.rate)
	}
	if o.duration < 0 || o.duration > durationMax {
		problem = fmt.Errorf("-duration %s: want at most %s", o.duration, durationMax)
	}
	if o.timeout <= 0 || o.drain <= 0 || o.drainMax <= 0 || o.backoff < 0 {
		problem = errors.New("-timeout, -drain and -drain-max have to be positive")
	}
	if o.window > 0 && !o.watch && o.mode == "async" {
		problem = errors.New("-window needs -watch")
	}
	if o.subscribers > 0 && !o.watch {
		problem = errors.New("-subscribers needs -watch")
	}
	if o.window > 0 && (o.rate > 0 || o.query) {
		problem = errors.New("-window is for a closed loop of transactions")
	}
	return errors.Join(problem,
		oneOf("tls", o.tls, "twoway", "oneway", "off"),
		oneOf("arrival", o.arrival, "poisson", "constant"),
		oneOf("mode", o.mode, "async", "sync"),
		within("n", o.count, 0, countMax), within("clients", o.clients, 1, clientsMax), within("conns", o.conns, 1, 1000),
		within("signers", o.signers, 1, 1000), within("payload", o.padBytes, 0, payloadMax), within("pool", o.pool, 1, countMax),
		within("subscribers", o.subscribers, 0, subscribersMax), within("seed", o.seed, 0, 100_000), within("window", o.window, 0, countMax))
}

func (o *options) describe() string {
	loop := "closed loop"
	if o.rate > 0 {
		loop = fmt.Sprintf("open loop %g/s %s", o.rate, o.arrival)
	}
	if o.window > 0 {
		loop += fmt.Sprintf(", window %d", o.window)
	}
	kind := o.mode
	if o.query {
		kind = "query"
	}
	bound := ""
	if o.count > 0 {
		bound = fmt.Sprintf(", n %d", o.count)
	}
	if o.duration > 0 {
		bound += fmt.Sprintf(", %s", o.duration)
	}
	return fmt.Sprintf("%s %s.%s, %s%s, %d clients, %d connections to %d nodes, tls %s, %d signers, payload %d",
		kind, o.contract, o.method, loop, bound, o.clients, o.conns, len(o.addresses), o.tls, o.signers, o.padBytes)
}
