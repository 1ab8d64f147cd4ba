import "@yanta/playground/compiler-worker";
