import type { ClientDescription } from '../description';

/** curl(1). */
export const curl: ClientDescription = {
  client: 'curl-7.88',
  languages: ['shell'],
  scheme: 'http',
  bodies: { text: 'application/x-www-form-urlencoded' },
  postsBodies: true,
  methodCase: 'as-is',
  rules: [{
    call: 'curl',
    sends: true,
    command: {
      clusters: true,
      words: 'url',
      values: {
        '--url': 'url', '-X --request': 'method', '-H --header': 'headerLine', '-A --user-agent': 'userAgent', '-e --referer': 'referer', '-b --cookie': 'cookies', '-r --range': 'range',
        '-d --data --data-ascii --data-binary --data-raw --data-urlencode': 'data', '--json': 'data', '-F --form --form-string': 'part', '-T --upload-file': 'puts',
        '-u --user': 'auth', '--oauth2-bearer': 'bearer', '-m --max-time': 'timeoutS', '--retry': 'retries', '--max-redirs': 'maxRedirects', '-x --proxy --socks5 --socks5-hostname --socks4': 'proxy',
        '-o --output -w --write-out -c --cookie-jar -K --config -E --cert --key --cacert --capath --connect-timeout --resolve --connect-to --interface --limit-rate -Y --speed-limit -y --speed-time': null,
        '--retry-delay --retry-max-time -z --time-cond -D --dump-header --output-dir --unix-socket --ciphers --tls-max -U --proxy-user --noproxy --stderr --trace --trace-ascii -C --continue-at': null,
        '-t --telnet-option -Q --quote -P --ftp-port --cert-type --key-type --pass --url-query --aws-sigv4 --hostpubmd5 --dns-servers --keepalive-time --local-port --max-filesize --parallel-max --rate --variable': null,
      },
      flags: {
        '--compressed': { headerLine: 'Accept-Encoding: deflate, gzip, br, zstd' },
        '-I --head': { heads: true }, '-G --get': { method: 'GET', bodyType: true }, '-L --location --location-trusted': { redirects: true }, '-k --insecure': { insecure: true },
        '--http1.0 -0': { httpVersion: '1.0' }, '--http1.1': { httpVersion: '1.1' }, '--http2 --http2-prior-knowledge': { httpVersion: '2' }, '--http3 --http3-only': { httpVersion: '3' },
      },
    },
  }],
};
