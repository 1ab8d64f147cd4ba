import "@yanta/playground/worker";
