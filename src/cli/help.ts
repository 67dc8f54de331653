import { CONDITION_SWITCHES } from '../model/conditions';
import type { ConditionSwitch } from '../model/switches/conditionSwitch';

/** Where the second column of a help text begins. */
const HELP_INDENT = 28;

export const USAGE = {
  explain: 'wirewalk explain <url> [--method M] [--header "K: V"]... [--data TEXT] [--client ID] [--set key=value]... [--repeat N] [--json | --markdown | --mermaid] [--pcapng FILE]',
  scan: 'wirewalk scan <path>... [--plan [--client ID] [--set key=value]...] [--json]',
  probeDns: 'wirewalk probe dns <name> [--type A,AAAA,...] [--server ADDR[:PORT]] [--transport udp|tcp|tls|https] [--trace [--root ADDR[:PORT]]] [--json]',
  probeTls: 'wirewalk probe tls <host[:port]> [--address ADDR] [--ca FILE] [--json]',
  probeHttp: 'wirewalk probe http <url> [--address ADDR] [--ca FILE] [--json]',
  compare: 'wirewalk compare <url> [--address ADDR] [--ca FILE] [--server ADDR[:PORT]] [--json]',
} as const;

/** What `wirewalk --help` prints. */
export function generalHelp(): string {
  return `Wirewalk shows the network behind a line of code.

${Object.values(USAGE).map((usage) => `  ${usage}`).join('\n')}

explain and scan send no packet. probe and compare contact the addresses that they name first.
"wirewalk <command> --help" says more. Errors go to standard error, with exit code 2.
`;
}

/** What `wirewalk explain --help` prints: every option and every condition with its default. */
export function explainHelp(clientIds: readonly string[], defaultClient: string): string {
  return `Predicts the network steps of one request. Sends no packet.

  ${USAGE.explain}

  --method M         request method (default GET, with --data POST)
  --header "K: V"    a header field that the code sets; may be repeated
  --data TEXT        content of the request
  --client ID        who sends it (default ${defaultClient}):
${wrap(clientIds.join(' '), 21)}
  --set key=value    a condition, see below; may be repeated
  --repeat N         the same request N times in one world, so that later ones find what earlier ones left
  --json             one object with all frames and fields (an array with --repeat)
  --markdown         a report in Markdown
  --mermaid          a sequence diagram in Mermaid
  --pcapng FILE      writes the frames, with TLS secrets, for Wireshark

Conditions, with their defaults:
${CONDITION_SWITCHES.map(conditionHelp).join('\n')}
`;
}

/** What `wirewalk scan --help` prints. */
export function scanHelp(): string {
  return `Lists the requests and URLs in source files. Runs nothing, sends no packet.

  ${USAGE.scan}

  --plan             simulates the requests of each function in the order in which the code sends them: what each
                     takes over from those before it, and what sending them at once would save
  --client ID        with --plan, who sends them where the code does not say
  --set key=value    with --plan, a condition (see explain --help); may be repeated
  --json             an array: rows, or with --plan a plan for each function

Folders are searched without node_modules, version control, binary files and files that are too large.
Constants and clients that a file takes from another one are followed where that one is below the same paths;
"importedFrom" names it. The versions of clients are those of package.json, lock files, requirements.txt, pyproject.toml, go.mod,
pom.xml, build.gradle, *.csproj, Cargo.toml, composer.json and Gemfile.lock there. No other file is read. What is known only when the code runs stands as {name}.
`;
}

/** What `wirewalk probe --help` prints. */
export function probeHelp(): string {
  return `Asks real servers, and says first which addresses it will contact.

  ${USAGE.probeDns}
  ${USAGE.probeTls}
  ${USAGE.probeHttp}

  --type T,...       record types (default A,AAAA)
  --server ADDR      DNS server to ask (default: the first one that the system is configured with)
  --transport T      udp, tcp, tls (DoT) or https (DoH); the encrypted ones never fall back
  --trace            asks from the root down; --root names a root server
  --address ADDR     connects there instead of looking the name up
  --ca FILE          PEM certificates to trust beside the built-in ones
  --json             one object: target, contacted, steps, observation, findings
`;
}

/** What `wirewalk compare --help` prints. */
export function compareHelp(): string {
  return `Predicts a request, probes the real server, and lays both side by side.

  ${USAGE.compare}

  --address ADDR     connects there instead of looking the name up
  --ca FILE          PEM certificates to trust beside the built-in ones
  --server ADDR      DNS server to ask
  --json             one object: target, contacted, steps, observation, findings
`;
}

function conditionHelp(each: ConditionSwitch): string {
  const name = `  ${each.key}=${each.default}`;
  // A long name has its line to itself.
  const column = name.length < HELP_INDENT ? name.padEnd(HELP_INDENT) : `${name}\n${' '.repeat(HELP_INDENT)}`;
  const meanings = each.type === 'choice' ? Object.entries(each.meanings ?? {}) : [];
  if (meanings.length > 0) return `${column}${each.help} One of:\n${meanings.map(([choice, meaning]) => wrap(`${choice}: ${meaning}`, HELP_INDENT)).join('\n')}`;
  return `${column}${accepted(each)}\n${wrap(each.help, HELP_INDENT)}`;
}

function accepted(each: ConditionSwitch): string {
  if (each.type === 'choice') return wrap(each.choices.join(' | '), HELP_INDENT).trimStart();
  if (each.type === 'text') return `such as ${each.form}`;
  return `${each.min} to ${each.max}${each.unit === '' ? '' : ` ${each.unit}`}`;
}

/** Words on lines of 100 columns at most, indented. */
function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > 100) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((each) => `${' '.repeat(indent)}${each}`).join('\n');
}
