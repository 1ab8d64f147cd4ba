module yanta/wasmer-go-host

go 1.21

require github.com/wasmerio/wasmer-go v1.0.4
