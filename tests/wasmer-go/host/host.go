package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/wasmerio/wasmer-go/wasmer"
)

// runningCall is what one call of a contract has reached so far (vm.md, section 2.3).
type runningCall struct {
	recorded  *recordedCall
	view      *view
	cache     []byte
	iterators []*iterator
	code      int
	result    []byte
	message   string
	events    []event
}

// iterator walks over rows of the state, or over the history of a key.
type iterator struct {
	rows    [][]byte
	current []byte
}

// machine is one instance of a contract. It is used for many calls, as the pools of ChainMaker's nodes do.
type machine struct {
	instance *wasmer.Instance
	memory   *wasmer.Memory
	call     *runningCall
}

func newMachine(store *wasmer.Store, bytecode []byte) (*machine, error) {
	module, err := wasmer.NewModule(store, bytecode)
	if err != nil {
		return nil, err
	}
	m := &machine{}
	i32 := wasmer.I32
	sysCall := wasmer.NewFunction(
		store,
		wasmer.NewFunctionType(wasmer.NewValueTypes(i32, i32, i32, i32), wasmer.NewValueTypes(i32)),
		func(args []wasmer.Value) ([]wasmer.Value, error) {
			header := m.read(args[0].I32(), args[1].I32())
			body := m.read(args[2].I32(), args[3].I32())
			return []wasmer.Value{wasmer.NewI32(m.sysCall(decodeItems(header), body))}, nil
		},
	)
	logMessage := wasmer.NewFunction(
		store,
		wasmer.NewFunctionType(wasmer.NewValueTypes(i32, i32), wasmer.NewValueTypes()),
		func([]wasmer.Value) ([]wasmer.Value, error) { return []wasmer.Value{}, nil },
	)
	imports := wasmer.NewImportObject()
	imports.Register("env", map[string]wasmer.IntoExtern{"sys_call": sysCall, "log_message": logMessage})
	if m.instance, err = wasmer.NewInstance(module, imports); err != nil {
		return nil, err
	}
	if m.memory, err = m.instance.Exports.GetMemory("memory"); err != nil {
		return nil, err
	}
	return m, nil
}

// run follows the calling sequence of vm.md, section 2.2.
func (m *machine) run(recorded *recordedCall, v *view) (*runningCall, error) {
	m.call = &runningCall{recorded: recorded, view: v}
	runtimeType, err := m.invoke("runtime_type")
	if err != nil {
		return nil, err
	}
	if runtimeType != int32(2) {
		return nil, fmt.Errorf("runtime_type is %v", runtimeType)
	}
	parameters := map[string][]byte{"__context_ptr__": []byte("7")}
	for name, value := range recorded.Parameters {
		parameters[name] = value
	}
	data := encodeParameters(parameters)
	pointer, err := m.invoke("allocate", int32(len(data)))
	if err != nil {
		return nil, err
	}
	copy(m.memory.Data()[pointer.(int32):], data)
	if _, err = m.invoke(recorded.Method); err != nil {
		return nil, err
	}
	if _, err = m.invoke("deallocate", int32(0)); err != nil {
		return nil, err
	}
	return m.call, nil
}

func (m *machine) invoke(name string, args ...interface{}) (interface{}, error) {
	function, err := m.instance.Exports.GetFunction(name)
	if err != nil {
		return nil, err
	}
	return function(args...)
}

func (m *machine) read(pointer, length int32) []byte {
	return append([]byte{}, m.memory.Data()[uint32(pointer):uint32(pointer)+uint32(length)]...)
}

func (m *machine) write(pointer int32, data []byte) {
	copy(m.memory.Data()[uint32(pointer):], data)
}

func (m *machine) sysCall(header []item, body []byte) int32 {
	method := findText(header, "method")
	if findInt32(header, "ctx_ptr") != 7 {
		return m.fail("wrong ctx_ptr")
	}
	c := m.call
	switch method {
	case "SuccessResult":
		if c.code == 1 {
			return 1
		}
		c.result = body
		return 0
	case "ErrorResult":
		c.code = 1
		c.addMessage("contract message:" + string(body))
		return 0
	}
	items := decodeItems(body)
	pointer := findInt32(items, "value_ptr")
	if failure := m.state(method, items, pointer); failure != nil {
		return m.fail(*failure)
	}
	return 0
}

var keyLetters = regexp.MustCompile(`^[a-zA-Z0-9._-]+$`)

// checkPlace is ChainMaker's check of key and field (ledger.md, section 6.5).
func checkPlace(key, field string) *string {
	refuse := func(what, text string) *string {
		message := fmt.Sprintf("%s[%s] can only consist of numbers, dot, letters and underscores", what, text)
		return &message
	}
	if len(key) > 1024 || len(field) > 1024 {
		message := fmt.Sprintf("key[%s] too long", key)
		return &message
	}
	if !keyLetters.MatchString(key) {
		return refuse("key", key)
	}
	if field != "" && !keyLetters.MatchString(field) {
		return refuse("key field", field)
	}
	return nil
}

func join(key, field string) string {
	if field == "" {
		return key
	}
	return key + "#" + field
}

// state runs the methods with an EasyCodec body; it returns the text of a failure.
func (m *machine) state(method string, items []item, pointer int32) *string {
	c := m.call
	key, field := findText(items, "key"), findText(items, "field")
	start, startField := findText(items, "start_key"), findText(items, "start_field")
	switch method {
	case "GetStateLen", "PutState", "DeleteState":
		if failure := checkPlace(key, field); failure != nil {
			return failure
		}
	case "KvIterator", "KvPreIterator", "HistoryKvIterator":
		if failure := checkPlace(start, startField); failure != nil {
			return failure
		}
	}
	switch method {
	case "GetStateLen":
		m.answerLength(pointer, c.view.get(join(key, field)))
	case "PutState":
		c.view.writes[join(key, field)] = findBytes(items, "value")
	case "DeleteState":
		c.view.writes[join(key, field)] = []byte{}
	case "GetState", "KvIteratorNext", "HistoryKvIteratorNext", "GetSenderAddress":
		m.write(pointer, c.cache)
		c.cache = nil
	case "GetSenderAddressLen":
		m.answerLength(pointer, []byte(c.recorded.SenderAddress))
	case "KvIterator":
		limit := join(findText(items, "limit_key"), findText(items, "limit_field"))
		m.open(pointer, stateRows(c.view.rangeOf(join(start, startField), limit)))
	case "KvPreIterator":
		prefix := join(start, startField)
		limit := prefix[:len(prefix)-1] + string(rune(prefix[len(prefix)-1]+1))
		m.open(pointer, stateRows(c.view.rangeOf(prefix, limit)))
	case "HistoryKvIterator":
		m.open(pointer, m.historyRows(c.view.contract+"#"+join(start, startField)))
	case "KvIteratorHasNext", "HistoryKvIteratorHasNext":
		m.step(pointer, m.iterator(items))
	case "KvIteratorNextLen", "HistoryKvIteratorNextLen":
		m.answerLength(pointer, m.iterator(items).current)
	case "KvIteratorClose", "HistoryKvIteratorClose":
		m.write(pointer, int32Bytes(1))
	case "EmitEvent":
		emitted := event{Topic: findText(items, "topic"), Data: []string{}}
		for _, each := range items[1:] {
			emitted.Data = append(emitted.Data, string(each.value))
		}
		c.events = append(c.events, emitted)
	default:
		failure := "unknown method " + method
		return &failure
	}
	return nil
}

func (m *machine) fail(text string) int32 {
	m.call.code = 1
	m.call.addMessage("error message: " + text)
	return 1
}

func (c *runningCall) addMessage(text string) {
	if c.message != "" {
		c.message += ". "
	}
	c.message += text
}

func (m *machine) answerLength(pointer int32, answer []byte) {
	m.write(pointer, int32Bytes(int32(len(answer))))
	m.call.cache = answer
}

func (m *machine) open(pointer int32, rows [][]byte) {
	m.call.iterators = append(m.call.iterators, &iterator{rows: rows})
	m.write(pointer, int32Bytes(int32(len(m.call.iterators))))
}

func (m *machine) iterator(items []item) *iterator {
	index := findInt32(items, "rs_index")
	if index == 0 {
		index = findInt32(items, "ks_index")
	}
	return m.call.iterators[index-1]
}

func (m *machine) step(pointer int32, it *iterator) {
	if len(it.rows) == 0 {
		m.write(pointer, int32Bytes(0))
		return
	}
	it.current, it.rows = it.rows[0], it.rows[1:]
	m.write(pointer, int32Bytes(1))
}

func stateRows(rows []row) [][]byte {
	encoded := [][]byte{}
	for _, each := range rows {
		parts := append(strings.SplitN(each.key, "#", 3), "")
		encoded = append(encoded, encodeItems([]item{
			{keyUser, "key", valueString, []byte(parts[0])},
			{keyUser, "field", valueString, []byte(parts[1])},
			{keyUser, "value", valueBytes, each.value},
		}))
	}
	return encoded
}

func (m *machine) historyRows(name string) [][]byte {
	encoded := [][]byte{}
	for _, each := range m.call.view.ledger.history[name] {
		isDelete := int32(0)
		if len(each.value) == 0 {
			isDelete = 1
		}
		encoded = append(encoded, encodeItems([]item{
			{keyUser, "value", valueBytes, each.value},
			{keyUser, "txId", valueString, m.call.recorded.Parameters["__tx_id__"]},
			{keyUser, "blockHeight", valueInt32, int32Bytes(each.height)},
			{keyUser, "timestamp", valueString, []byte(each.timestamp)},
			{keyUser, "isDelete", valueInt32, int32Bytes(isDelete)},
		}))
	}
	return encoded
}
