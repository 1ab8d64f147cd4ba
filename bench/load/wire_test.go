package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

const vectorsDir = "../../third_party/chainmaker-vectors"

func readVectors(t *testing.T, name string, cases any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(vectorsDir, name))
	if err != nil {
		t.Fatal(err)
	}
	file := struct {
		Cases json.RawMessage `json:"cases"`
	}{}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file.Cases, cases); err != nil {
		t.Fatal(err)
	}
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPayloadBytesEqualVectors(t *testing.T) {
	var cases []struct {
		Bytes        string `json:"bytes"`
		LimitPresent bool   `json:"limit_present"`
		Hash         map[string]string
		Payload      struct {
			ChainID    string `json:"chain_id"`
			TxType     uint64 `json:"tx_type"`
			TxID       string `json:"tx_id"`
			Timestamp  int64  `json:"timestamp"`
			Expiration int64  `json:"expiration_time"`
			Contract   string `json:"contract_name"`
			Method     string `json:"method"`
			Parameters []struct {
				Key   string `json:"key"`
				Value []byte `json:"value"`
			} `json:"parameters"`
			Sequence uint64 `json:"sequence"`
			Limit    struct {
				GasLimit uint64 `json:"gas_limit"`
			} `json:"limit"`
		} `json:"payload"`
	}
	readVectors(t, "payload.json", &cases)
	for i, c := range cases {
		v := c.Payload
		p := payload{chainID: v.ChainID, txType: v.TxType, txID: v.TxID, timestamp: v.Timestamp, expiration: v.Expiration,
			contract: v.Contract, method: v.Method, sequence: v.Sequence, hasLimit: c.LimitPresent, gasLimit: v.Limit.GasLimit}
		for _, kv := range v.Parameters {
			p.parameters = append(p.parameters, parameter{kv.Key, kv.Value})
		}
		got := appendPayload(nil, &p)
		if !bytes.Equal(got, unhex(t, c.Bytes)) {
			t.Errorf("case %d: %x, want %s", i, got, c.Bytes)
		}
		if sum := sha256.Sum256(got); hex.EncodeToString(sum[:]) != c.Hash["SHA256"] {
			t.Errorf("case %d: other hash", i)
		}
	}
	if len(cases) == 0 {
		t.Error("no cases")
	}
}

func TestRequestBytesEqualVectors(t *testing.T) {
	var cases []struct {
		Bytes   string `json:"bytes"`
		Payload string `json:"payload_bytes"`
		Sender  string `json:"sender_bytes"`
	}
	readVectors(t, "tx_request.json", &cases)
	for i, c := range cases {
		want := unhex(t, c.Bytes)
		member, _, err := fieldBytes(unhex(t, c.Sender), 1)
		if err != nil {
			t.Fatal(err)
		}
		org, _, _ := fieldBytes(member, 1)
		certificate, _, _ := fieldBytes(member, 3)
		signature, _, _ := fieldBytes(unhex(t, c.Sender), 2)
		var endorsers [][]byte
		if err := eachField(want, func(field protowire.Number, raw []byte, _ uint64) error {
			if field == 3 {
				endorsers = append(endorsers, raw)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		got := buildRequest(unhex(t, c.Payload), certificateMemberField(string(org), certificate), signature, endorsers...)
		if !bytes.Equal(got.bytes(), want) {
			t.Errorf("case %d differs", i)
		}
	}
}

func TestSignaturesVerifyWithVectorKeys(t *testing.T) {
	var cases []struct {
		Case    string `json:"case"`
		Key     string `json:"key"`
		Hash    string `json:"hash"`
		Message string `json:"msg"`
		Private string `json:"private_key_pem"`
		Public  string `json:"public_key_pem"`
		Sig     string `json:"sig"`
	}
	readVectors(t, "signature.json", &cases)
	checked := 0
	for _, c := range cases {
		if c.Case != "valid" || c.Hash != "SHA256" || c.Key[:3] != "ECC" {
			continue
		}
		key, err := parseKey([]byte(c.Private))
		if err != nil {
			t.Fatal(err)
		}
		block, _ := pem.Decode([]byte(c.Public))
		public, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		message := unhex(t, c.Message)
		digest := sha256.Sum256(message)
		if !ecdsa.VerifyASN1(public.(*ecdsa.PublicKey), digest[:], unhex(t, c.Sig)) {
			t.Error("the vector's signature does not verify: wrong rule")
		}
		mine, err := (&identity{key: key}).sign(message)
		if err != nil || !ecdsa.VerifyASN1(public.(*ecdsa.PublicKey), digest[:], mine) {
			t.Errorf("own signature does not verify: %v", err)
		}
		checked++
	}
	if checked == 0 {
		t.Error("no cases")
	}
}

func TestBlocksOfVectorsDecode(t *testing.T) {
	var blocks []struct {
		Info   string `json:"block_info_bytes"`
		Header struct {
			Height  uint64 `json:"block_height"`
			TxCount uint64 `json:"tx_count"`
		} `json:"header_json"`
	}
	readVectors(t, "block.json", &blocks)
	for i, c := range blocks {
		header, err := decodeBlockInfo(unhex(t, c.Info), func(tx txInBlock) error {
			if len(tx.payload) == 0 {
				t.Errorf("block %d: a transaction without payload", i)
			}
			return nil
		})
		if err != nil || header.height != c.Header.Height || header.txCount != c.Header.TxCount {
			t.Errorf("block %d: %+v %v", i, header, err)
		}
	}
	var txs []struct {
		Bytes string `json:"bytes"`
	}
	readVectors(t, "transaction.json", &txs)
	for i, c := range txs {
		if tx, err := decodeTx(unhex(t, c.Bytes)); err != nil || len(tx.payload) == 0 {
			t.Errorf("transaction %d: %v", i, err)
		}
	}
}

func TestTruncatedBytesAreErrors(t *testing.T) {
	var blocks []struct {
		Info string `json:"block_info_bytes"`
	}
	readVectors(t, "block.json", &blocks)
	info := unhex(t, blocks[len(blocks)-1].Info)
	for n := 1; n < len(info); n += 7 {
		if _, err := decodeBlockInfo(info[:n], func(txInBlock) error { return nil }); err == nil {
			t.Fatalf("%d of %d bytes were accepted", n, len(info))
		}
	}
}
