import type { ClientDescription, CommandTable } from '../description';

/** A command whose first word is a host. */
function hostCommand(values: string, words: CommandTable['words'] = 'host'): CommandTable {
  return { clusters: false, words, values: values === '' ? {} : { [values]: null }, flags: {} };
}

/** Commands that reach a host by other protocols than HTTP. */
export const services: readonly ClientDescription[] = [
  { client: 'ping', languages: ['shell'], scheme: 'icmp', method: '', rules: [{ call: '{ping,ping6}', sends: true, command: hostCommand('-c -i -I -W -w -s -t -n') }] },
  { client: 'dig', languages: ['shell'], scheme: 'dns', method: '', rules: [{ call: '{nslookup,dig,host}', sends: true, command: hostCommand('-t -p -q', 'url') }] },
];
