package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
)

const testdataDir = "../../third_party/chainmaker-testdata/testdata"

// mockNode checks signatures, makes a block every interval and misbehaves as told.
type mockNode struct {
	interval                                       time.Duration
	loseEvery, doubleEvery, failEvery, refuseEvery int
	breakStreamAt                                  int // height after which every stream is cut once
	skipSignatures                                 bool

	mu         sync.Mutex
	changed    chan struct{}
	blocks     [][]byte // BlockInfo
	pool       [][]byte // Transaction
	waiting    map[string]chan *response
	height     map[string][]byte // tx id to Transaction
	contracts  map[string]bool
	facts      map[string]bool
	count      int
	cut        bool
	keys       sync.Map // certificate to public key
	endorsed   int
	requestIDs []string
}

type rawBytes []byte

type rawCodec struct{}

func (rawCodec) Name() string { return "proto" }
func (rawCodec) Marshal(v any) (mem.BufferSlice, error) {
	return mem.BufferSlice{mem.SliceBuffer(v.(rawBytes))}, nil
}
func (rawCodec) Unmarshal(data mem.BufferSlice, v any) error {
	*v.(*rawBytes) = append(rawBytes(nil), data.Materialize()...)
	return nil
}

func (n *mockNode) serve(t testing.TB, address, tlsMode string) string {
	t.Helper()
	n.waiting, n.height, n.contracts, n.facts = map[string]chan *response{}, map[string][]byte{}, map[string]bool{}, map[string]bool{}
	n.changed = make(chan struct{})
	n.addBlock(nil)
	options := []grpc.ServerOption{grpc.ForceServerCodecV2(rawCodec{}), grpc.MaxRecvMsgSize(messageMax), grpc.UnknownServiceHandler(n.handle)}
	if tlsMode != "off" {
		options = append(options, grpc.Creds(serverCredentials(t, tlsMode)))
	}
	server := grpc.NewServer(options...)
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	go func() {
		for {
			select {
			case <-time.After(n.interval):
				n.makeBlock()
			case <-stop:
				return
			}
		}
	}()
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { close(stop); server.Stop() })
	return listener.Addr().String()
}

func serverCredentials(t testing.TB, mode string) credentials.TransportCredentials {
	t.Helper()
	base := filepath.Join(testdataDir, "crypto-config", orgName("1"))
	pair, err := tls.LoadX509KeyPair(filepath.Join(base, "node/consensus1/consensus1.tls.crt"), filepath.Join(base, "node/consensus1/consensus1.tls.key"))
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: x509.NewCertPool()}
	if mode == "twoway" {
		config.ClientAuth = tls.RequireAndVerifyClientCert
		root, err := os.ReadFile(filepath.Join(base, "ca/ca.crt"))
		if err != nil || !config.ClientCAs.AppendCertsFromPEM(root) {
			t.Fatal("no root certificate", err)
		}
	}
	return credentials.NewTLS(config)
}

type mockRequest struct {
	payload, sender []byte
	endorsers       [][]byte
	txType          uint64
	id, name, call  string
	parameters      map[string]string
}

func parseRequest(b []byte) (*mockRequest, error) {
	r := &mockRequest{parameters: map[string]string{}}
	err := eachField(b, func(field protowire.Number, raw []byte, _ uint64) error {
		switch field {
		case 1:
			r.payload = raw
		case 2:
			r.sender = raw
		case 3:
			r.endorsers = append(r.endorsers, raw)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return r, eachField(r.payload, func(field protowire.Number, raw []byte, number uint64) error {
		switch field {
		case 2:
			r.txType = number
		case 3:
			r.id = string(raw)
		case 6:
			r.name = string(raw)
		case 7:
			r.call = string(raw)
		case 8:
			key, _, _ := fieldBytes(raw, 1)
			value, _, err := fieldBytes(raw, 2)
			r.parameters[string(key)] = string(value)
			return err
		}
		return nil
	})
}

func (n *mockNode) verify(entry, message []byte) error {
	member, _, _ := fieldBytes(entry, 1)
	org, _, _ := fieldBytes(member, 1)
	text, _, _ := fieldBytes(member, 3)
	signature, _, _ := fieldBytes(entry, 2)
	key, ok := n.keys.Load(string(text))
	if !ok {
		block, rest := pem.Decode(text)
		if block == nil || len(rest) > 0 {
			return errors.New("not one PEM certificate")
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return err
		}
		if certificate.Subject.Organization[0] != string(org) {
			return errors.New("organisation differs")
		}
		key = certificate.PublicKey
		n.keys.Store(string(text), key)
	}
	digest := sha256.Sum256(message)
	if !ecdsa.VerifyASN1(key.(*ecdsa.PublicKey), digest[:], signature) {
		return errors.New("signature is wrong")
	}
	return nil
}

func encodeResponse(code uint64, message string, result []byte, inner uint64, withResult bool, id string, height uint64) rawBytes {
	b := appendNumber(nil, 1, code)
	b = appendText(b, 2, message)
	if withResult {
		c := appendNumber(nil, 1, inner)
		c = appendBytes(c, 2, result)
		b = protowire.AppendTag(b, 3, protowire.BytesType)
		b = protowire.AppendBytes(b, c)
	}
	b = appendText(b, 4, id)
	return appendNumber(b, 6, height)
}

func (n *mockNode) handle(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	var raw rawBytes
	if err := stream.RecvMsg(&raw); err != nil {
		return err
	}
	if method == rpcVersion {
		return stream.SendMsg(rawBytes(appendText(nil, 3, "mock")))
	}
	r, err := parseRequest(raw)
	if err != nil {
		return status.Error(codes.Internal, err.Error())
	}
	if !n.skipSignatures {
		for _, entry := range append(r.endorsers, r.sender) {
			if err := n.verify(entry, r.payload); err != nil {
				return stream.SendMsg(encodeResponse(codeInternalError, "tx verify failed, "+err.Error(), nil, 0, false, r.id, 0))
			}
		}
	}
	switch {
	case method == rpcSubscribe:
		return n.subscribe(r, stream)
	case r.txType == txQuery:
		return stream.SendMsg(n.query(r))
	}
	return n.invoke(r, raw, method == rpcSendSync, stream)
}

func (n *mockNode) query(r *mockRequest) rawBytes {
	n.mu.Lock()
	defer n.mu.Unlock()
	good := func(b []byte) rawBytes { return encodeResponse(0, "SUCCESS", b, 0, true, r.id, 0) }
	bad := encodeResponse(codeContractFail, "not found", nil, 1, true, r.id, 0)
	switch r.call {
	case "GET_CHAIN_INFO":
		return good(appendNumber(nil, 1, uint64(len(n.blocks)-1)))
	case "GET_CONTRACT_INFO":
		if n.contracts[r.parameters["CONTRACT_NAME"]] {
			return good([]byte("{}"))
		}
	case "GET_TX_BY_TX_ID":
		if tx := n.height[r.parameters["txId"]]; tx != nil {
			return good(appendBytes(nil, 1, tx))
		}
	case "find_by_file_hash":
		if hash := r.parameters["file_hash"]; n.facts[hash] {
			return good([]byte(hash))
		}
	}
	return bad
}

func (n *mockNode) invoke(r *mockRequest, raw []byte, wait bool, stream grpc.ServerStream) error {
	n.mu.Lock()
	n.count++
	number := n.count
	refused := n.refuseEvery > 0 && number%n.refuseEvery == 0
	if r.call == "INIT_CONTRACT" {
		n.endorsed = len(r.endorsers)
		refused = len(r.parameters["CONTRACT_BYTECODE"]) < 1000 || r.parameters["CONTRACT_RUNTIME_TYPE"] != "WASMER"
	}
	if refused {
		n.mu.Unlock()
		return stream.SendMsg(encodeResponse(codeInternalError, "Add tx failed, TxPool is full, chainId:chain1, txId:"+r.id, nil, 0, false, r.id, 0))
	}
	result := appendNumber(nil, 1, 0)
	if n.failEvery > 0 && number%n.failEvery == 0 {
		result = appendNumber(nil, 1, codeContractFail)
		result = appendText(result, 4, "no such thing 12345")
	}
	tx := append([]byte(nil), raw...)
	tx = protowire.AppendTag(tx, 4, protowire.BytesType)
	tx = protowire.AppendBytes(tx, result)
	var answer chan *response
	if wait {
		answer = make(chan *response, 1)
		n.waiting[r.id] = answer
	}
	if n.loseEvery == 0 || number%n.loseEvery != 0 {
		n.pool = append(n.pool, tx)
	}
	if n.doubleEvery > 0 && number%n.doubleEvery == 0 {
		n.pool = append(n.pool, tx)
	}
	n.contracts[r.parameters["CONTRACT_NAME"]] = true
	n.facts[r.parameters["file_hash"]] = true
	n.mu.Unlock()
	if !wait {
		return stream.SendMsg(encodeResponse(0, "OK", nil, 0, false, r.id, 0))
	}
	select {
	case a := <-answer:
		return stream.SendMsg(encodeResponse(uint64(a.code), a.message, nil, 0, true, r.id, a.height))
	case <-time.After(2 * time.Second):
		return stream.SendMsg(encodeResponse(codeTimeout, "request reached sync_tx_result_timeout, timeout=2s", nil, 0, false, r.id, 0))
	}
}

func (n *mockNode) makeBlock() {
	n.mu.Lock()
	pool := n.pool
	n.pool = nil
	n.mu.Unlock()
	if len(pool) > 0 {
		n.addBlock(pool)
	}
}

func (n *mockNode) addBlock(txs [][]byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	height := uint64(len(n.blocks))
	hash := sha256.Sum256(fmt.Append(nil, height))
	header := appendNumber(nil, 4, height)
	header = appendBytes(header, 5, hash[:])
	header = appendNumber(header, 8, uint64(len(txs)))
	size := len(header) + 16
	for _, tx := range txs {
		size += len(tx) + 8
	}
	block := appendBytes(make([]byte, 0, size), 1, header)
	for _, raw := range txs {
		block = appendBytes(block, 3, raw)
		tx, _ := decodeTx(raw)
		n.height[string(tx.txID)] = raw
		if answer := n.waiting[string(tx.txID)]; answer != nil {
			delete(n.waiting, string(tx.txID))
			answer <- &response{code: tx.code, message: string(tx.message), height: height}
		}
	}
	n.blocks = append(n.blocks, appendBytes(nil, 1, appendBytes(nil, 1, block)))
	close(n.changed)
	n.changed = make(chan struct{})
}

func (n *mockNode) subscribe(r *mockRequest, stream grpc.ServerStream) error {
	start := r.parameters["START_BLOCK"]
	if len(start) != 8 || r.parameters["END_BLOCK"] != strings.Repeat("\xff", 8) || r.parameters["ONLY_HEADER"] != "false" {
		return status.Error(codes.InvalidArgument, "check subscribe block payload failed")
	}
	next := 0
	for i := 7; i >= 0; i-- {
		next = next<<8 | int(start[i])
	}
	for {
		n.mu.Lock()
		ready := n.blocks[min(next, len(n.blocks)):]
		changed := n.changed
		cut := n.breakStreamAt > 0 && !n.cut && next > n.breakStreamAt
		n.cut = n.cut || cut
		n.mu.Unlock()
		if cut {
			return status.Error(codes.Internal, "chainmaker is restarting, please retry later")
		}
		for _, block := range ready {
			if err := stream.SendMsg(rawBytes(block)); err != nil {
				return err
			}
			next++
		}
		if len(ready) > 0 {
			continue
		}
		select {
		case <-changed:
		case <-stream.Context().Done():
			return context.Cause(stream.Context())
		}
	}
}

// TestMockServe lets another process load the mock: MOCK_ADDR=127.0.0.1:22500 go test -run MockServe -timeout 10m
// The optional MOCK_TLS is twoway, oneway or off; MOCK_SECONDS (default 60s) is how long it serves.
func TestMockServe(t *testing.T) {
	address := os.Getenv("MOCK_ADDR")
	if address == "" {
		t.Skip("MOCK_ADDR is not set")
	}
	mode := os.Getenv("MOCK_TLS")
	if mode == "" {
		mode = "twoway"
	}
	wait, err := time.ParseDuration(os.Getenv("MOCK_SECONDS"))
	if err != nil {
		wait = time.Minute
	}
	node := &mockNode{interval: 50 * time.Millisecond, skipSignatures: true}
	node.serve(t, address, mode)
	time.Sleep(wait)
}
