// Repeats recorded calls of contracts in wasmer-go v1.0.4, the engine of ChainMaker's runtime WASMER, with a host written from
// vm.md. Prints a line for each difference, then the sums; ends with code 1 when there was one.
//
//	wasmer-go-host RECORDING.json...
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strconv"

	"github.com/wasmerio/wasmer-go/wasmer"
)

type event struct {
	Topic string   `json:"topic"`
	Data  []string `json:"data"`
}

type recordedCall struct {
	Contract       string            `json:"contract"`
	Module         string            `json:"module"`
	Method         string            `json:"method"`
	Parameters     map[string][]byte `json:"parameters"`
	SenderAddress  string            `json:"senderAddress"`
	IsQuery        bool              `json:"isQuery"`
	BlockHeight    string            `json:"blockHeight"`
	BlockTimestamp string            `json:"blockTimestamp"`
	Code           int               `json:"code"`
	Result         []byte            `json:"result"`
	Message        string            `json:"message"`
	Events         []event           `json:"events"`
}

type recording struct {
	Modules map[string][]byte `json:"modules"`
	Calls   []recordedCall    `json:"calls"`
}

func main() {
	store := wasmer.NewStore(wasmer.NewEngine())
	machines := map[string]*machine{}
	calls, differences := 0, 0
	for _, path := range os.Args[1:] {
		data, err := os.ReadFile(path)
		stopOn(err)
		var chains []recording
		stopOn(json.Unmarshal(data, &chains))
		for _, chain := range chains {
			ledger := newLedger()
			for i := range chain.Calls {
				call := &chain.Calls[i]
				m := machines[call.Module]
				if m == nil {
					m, err = newMachine(store, chain.Modules[call.Module])
					stopOn(err)
					machines[call.Module] = m
				}
				calls++
				for _, difference := range repeat(m, ledger, call) {
					differences++
					fmt.Printf("DIFFERENT %s.%s: %s\n", call.Contract, call.Method, difference)
				}
			}
		}
	}
	fmt.Printf("%d calls of %d modules, %d differences\n", calls, len(machines), differences)
	if differences > 0 || calls == 0 {
		os.Exit(1)
	}
}

// repeat runs one call and tells what came out otherwise than recorded.
func repeat(m *machine, ledger *ledger, recorded *recordedCall) []string {
	v := &view{ledger: ledger, contract: recorded.Contract, writes: map[string][]byte{}}
	call, err := m.run(recorded, v)
	if err != nil {
		return []string{"trap: " + err.Error()}
	}
	differences := []string{}
	compare := func(what string, isSame bool, got, want interface{}) {
		if !isSame {
			differences = append(differences, fmt.Sprintf("%s is %q, expected %q", what, got, want))
		}
	}
	compare("code", call.code == recorded.Code, strconv.Itoa(call.code), strconv.Itoa(recorded.Code))
	compare("message", call.message == recorded.Message, call.message, recorded.Message)
	compare("result", bytes.Equal(call.result, recorded.Result), call.result, recorded.Result)
	sameEvents := len(call.events) == 0 && len(recorded.Events) == 0 || reflect.DeepEqual(call.events, recorded.Events)
	compare("events", sameEvents, fmt.Sprint(call.events), fmt.Sprint(recorded.Events))
	if call.code == 0 && !recorded.IsQuery {
		height, err := strconv.Atoi(recorded.BlockHeight)
		stopOn(err)
		v.commit(int32(height), recorded.BlockTimestamp)
	}
	return differences
}

func stopOn(err error) {
	if err != nil {
		fmt.Println("FAILED", err)
		os.Exit(2)
	}
}
