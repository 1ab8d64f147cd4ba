package main

import (
	"encoding/binary"
	"sort"
)

const (
	keySystem = 0
	keyUser   = 1

	valueInt32  = 0
	valueString = 1
	valueBytes  = 2
)

// item is one entry of EasyCodec bytes without header (vm.md, section 1).
type item struct {
	keyType   uint32
	key       string
	valueType uint32
	value     []byte
}

func encodeItems(items []item) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(items)))
	for _, each := range items {
		out = binary.LittleEndian.AppendUint32(out, each.keyType)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(each.key)))
		out = append(out, each.key...)
		out = binary.LittleEndian.AppendUint32(out, each.valueType)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(each.value)))
		out = append(out, each.value...)
	}
	return out
}

// encodeParameters sorts by key and makes every value bytes, as the host does for a call.
func encodeParameters(parameters map[string][]byte) []byte {
	names := make([]string, 0, len(parameters))
	for name := range parameters {
		names = append(names, name)
	}
	sort.Strings(names)
	items := make([]item, 0, len(names))
	for _, name := range names {
		items = append(items, item{keyUser, name, valueBytes, parameters[name]})
	}
	return encodeItems(items)
}

// decodeItems reads what a contract wrote; broken bytes give the items before the fault.
func decodeItems(data []byte) []item {
	if len(data) <= 20 {
		return nil
	}
	count := binary.LittleEndian.Uint32(data)
	items := []item{}
	at := 4
	number := func() (uint32, bool) {
		if at+4 > len(data) {
			return 0, false
		}
		value := binary.LittleEndian.Uint32(data[at:])
		at += 4
		return value, true
	}
	bytes := func() ([]byte, bool) {
		length, ok := number()
		if !ok || int(length) > len(data)-at {
			return nil, false
		}
		value := data[at : at+int(length)]
		at += int(length)
		return value, true
	}
	for ; count > 0; count-- {
		keyType, ok := number()
		key, ok2 := bytes()
		valueType, ok3 := number()
		value, ok4 := bytes()
		if !ok || !ok2 || !ok3 || !ok4 {
			return items
		}
		items = append(items, item{keyType, string(key), valueType, value})
	}
	return items
}

func findText(items []item, key string) string {
	for _, each := range items {
		if each.key == key && each.valueType == valueString {
			return string(each.value)
		}
	}
	return ""
}

func findBytes(items []item, key string) []byte {
	for _, each := range items {
		if each.key == key && each.valueType == valueBytes {
			return append([]byte{}, each.value...)
		}
	}
	return nil
}

func findInt32(items []item, key string) int32 {
	for _, each := range items {
		if each.key == key && each.valueType == valueInt32 && len(each.value) == 4 {
			return int32(binary.LittleEndian.Uint32(each.value))
		}
	}
	return 0
}

func int32Bytes(value int32) []byte {
	return binary.LittleEndian.AppendUint32(nil, uint32(value))
}
