import type { ClientDescription, CommandTable } from '../description';

const HTTPIE: CommandTable = {
  clusters: false,
  words: 'items',
  values: {
    '--raw': 'body', '-a --auth': 'auth', '--timeout': 'timeoutS', '--proxy': 'proxy', '--verify': 'verify', '--max-redirects': 'maxRedirects',
    '-A --auth-type -o --output --session --session-read-only -p --print --pretty -s --style --boundary --cert --cert-key --cert-key-pass --ssl --ciphers --format-options --default-scheme --response-charset --response-mime': null,
  },
  flags: { '-f --form': { form: true }, '--multipart': { multipart: true }, '-F --follow': { redirects: true } },
};

/** HTTPie, and xh which has its interface. */
export const httpie: ClientDescription = {
  client: 'httpie',
  languages: ['shell'],
  scheme: 'http',
  bodies: { object: 'json', text: 'application/json', json: 'application/json' },
  postsBodies: true,
  rules: [
    { call: '{http,xh}', sends: true, command: HTTPIE },
    { call: '{https,xhs}', sends: true, command: HTTPIE, sets: { scheme: 'https' } },
  ],
};

/** wget(1). */
export const wget: ClientDescription = {
  client: 'wget',
  languages: ['shell'],
  scheme: 'http',
  bodies: { text: 'application/x-www-form-urlencoded' },
  postsBodies: true,
  rules: [{
    call: 'wget',
    sends: true,
    command: {
      clusters: true,
      words: 'url',
      values: {
        '--method': 'method', '--header': 'headerLine', '--post-data --body-data': 'data', '--post-file': 'posts', '--body-file': null, '-U --user-agent': 'userAgent', '--referer': 'referer',
        '--user --http-user': 'user', '--password --http-password': 'password', '-T --timeout --read-timeout': 'timeoutS', '-t --tries': 'retries', '--max-redirect': 'redirects',
        '-O --output-document -o --output-file -P --directory-prefix -i --input-file -e --execute -A --accept -R --reject -D --domains -l --level -w --wait -Q --quota -a --append-output': null,
        '--limit-rate --load-cookies --save-cookies --ca-certificate --certificate --private-key --connect-timeout --dns-timeout --bind-address --progress --compression --secure-protocol': null,
      },
      flags: { '--no-check-certificate': { insecure: true }, '--spider': { heads: true } },
    },
  }],
};
