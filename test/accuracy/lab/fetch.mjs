// node fetch.mjs URL [COUNT]: fetches, each read to its end, a second apart, as a short program does it.
import { setTimeout as pause } from 'node:timers/promises';

const [, , url, count = '1'] = process.argv;
for (let done = 0; done < Number(count); done++) {
  if (done > 0) await pause(1000);
  const response = await fetch(url);
  await response.arrayBuffer();
}
