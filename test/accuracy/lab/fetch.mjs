// node fetch.mjs URL: one fetch, read to its end, as a short program does it.
const response = await fetch(process.argv[2]);
await response.arrayBuffer();
