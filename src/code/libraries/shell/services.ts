import type { ClientDescription, CommandTable } from '../description';

/** A command whose first word is a host. */
function hostCommand(values: string, words: CommandTable['words'] = 'host', clusters = false): CommandTable {
  return { clusters, words, values: values === '' ? {} : { [values]: null }, flags: {} };
}

const SSH: CommandTable = {
  clusters: true,
  words: 'host',
  values: { '-p': 'port', '-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -Q -R -S -W -w': null },
  flags: {},
};
const GIT: CommandTable = {
  clusters: false,
  words: 'remote',
  subcommands: ['clone', 'fetch', 'pull', 'push', 'ls-remote'],
  values: { '-C -c -b --branch --depth --reference --origin -o -j --jobs --filter --template --separate-git-dir --config --upload-pack -u': null },
  flags: {},
};

/** One protocol: what its URLs begin with, and its command. */
function service(client: string, scheme: string, call: string, command: CommandTable): ClientDescription {
  return { client, languages: ['shell'], scheme, method: '', rules: [{ call, sends: true, command }] };
}

/** Commands that reach a host by other protocols than HTTP. */
export const services: readonly ClientDescription[] = [
  service('ping', 'icmp', '{ping,ping6}', hostCommand('-c -i -I -W -w -s -t -n -m -p -l')),
  service('dig', 'dns', '{nslookup,dig,host}', hostCommand('-t -p -q', 'url')),
  service('ssh', 'ssh', 'ssh', SSH),
  service('ssh', 'ssh', '{scp,sftp}', { ...SSH, words: 'remote', values: { '-P': 'port', '-B -c -D -F -i -J -l -o -R -S -X': null } }),
  service('rsync', 'rsync', 'rsync', { clusters: true, words: 'remote', values: { '--port': 'port', '-e --rsh --exclude --include --exclude-from --include-from --files-from -f --filter -B -T --timeout --bwlimit --chmod --chown --log-file --password-file': null }, flags: {} }),
  service('git', 'git', 'git', GIT),
  service('openssl', 'tls', 'openssl', { clusters: false, words: 'none', subcommands: ['s_client'], values: { '-connect': 'address', '-host': 'host', '-port': 'port', '-servername -CAfile -CApath -cert -key -starttls -proxy -verify -cipher -tls1_2 -alpn': null }, flags: {} }),
  service('netcat', 'tcp', '{nc,ncat,netcat,telnet}', hostCommand('-w -i -p -s -X -x -q -T', 'host', true)),
  service('ftp', 'ftp', '{ftp,lftp}', hostCommand('-e -u -p -f -c')),
];
