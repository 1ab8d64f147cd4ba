package main

import "sort"

// change is one past value of a key; a deleted one has none.
type change struct {
	height    int32
	timestamp string
	value     []byte
}

// ledger holds the committed state of all contracts.
type ledger struct {
	state   map[string]map[string][]byte
	history map[string][]change
}

func newLedger() *ledger {
	return &ledger{state: map[string]map[string][]byte{}, history: map[string][]change{}}
}

// view is what one call sees: its own writes over the committed state.
type view struct {
	ledger   *ledger
	contract string
	writes   map[string][]byte
}

func (v *view) get(key string) []byte {
	if value, ok := v.writes[key]; ok {
		return value
	}
	return v.ledger.state[v.contract][key]
}

// row is one entry of a range.
type row struct {
	key   string
	value []byte
}

func (v *view) rangeOf(start, limit string) []row {
	merged := map[string][]byte{}
	for key, value := range v.ledger.state[v.contract] {
		merged[key] = value
	}
	for key, value := range v.writes {
		merged[key] = value
	}
	rows := []row{}
	for key, value := range merged {
		if key >= start && key < limit && len(value) > 0 {
			rows = append(rows, row{key, value})
		}
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i].key < rows[j].key })
	return rows
}

// commit makes the writes of a successful transaction durable.
func (v *view) commit(height int32, timestamp string) {
	if v.ledger.state[v.contract] == nil {
		v.ledger.state[v.contract] = map[string][]byte{}
	}
	for key, value := range v.writes {
		name := v.contract + "#" + key
		v.ledger.history[name] = append(v.ledger.history[name], change{height, timestamp, value})
		if len(value) == 0 {
			delete(v.ledger.state[v.contract], key)
		} else {
			v.ledger.state[v.contract][key] = value
		}
	}
}
