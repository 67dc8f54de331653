import type { ErrorKindName } from './errorKind';

/**
 * What clients say, and what it means: the more particular before the more general, since the first that fits counts. Each pattern is
 * a plain phrase with at most a short gap of bounded length, so that looking through a text takes time linear in it.
 */
export const CLIENT_TEXTS: readonly (readonly [ErrorKindName, RegExp])[] = [
  // Before any packet, and what a browser keeps from the page.
  ['cors', /blocked by CORS policy|CORS (?:header|request|preflight|policy)|Cross-Origin Request Blocked|not allowed by Access-Control-Allow-\w+|Origin \S{1,200} is not allowed/i],
  ['mixedContent', /Mixed Content:|ERR_MIXED_CONTENT|requested an insecure (?:resource|XMLHttpRequest)/i],
  ['proxy', /ERR_TUNNEL_CONNECTION_FAILED|ERR_PROXY_\w+|Proxy CONNECT aborted|CONNECT tunnel failed|Proxy Authentication Required|ProxyError|Cannot connect to proxy|status code 407|proxyconnect tcp|Could not resolve proxy|UND_ERR_PRX_TLS/i],

  // Names.
  ['lookupFailed', /EAI_AGAIN|EAI_FAIL\b|\bETIMEOUT\b|\bESERVFAIL\b|Temporary failure in name resolution|Try again.{0,40}getaddrinfo|server misbehaving|DNS_PROBE_FINISHED_(?:NO_INTERNET|BAD_CONFIG)|ERR_NAME_RESOLUTION_FAILED|ERR_DNS_TIMED_OUT|lookup .{1,255}: i\/o timeout|SERVFAIL/i],
  ['nameNotFound', /ENOTFOUND|EAI_NONAME|ENODATA|EAI_NODATA|ERR_NAME_NOT_RESOLVED|DNS_PROBE_FINISHED_NXDOMAIN|NXDOMAIN|Name or service not known|nodename nor servname provided|No address associated with hostname|Could not resolve host|couldn't resolve host|unable to resolve host address|no such host|UnknownHostException|NameResolutionError|Failed to resolve|getaddrinfo failed|No such host is known|The remote name could not be resolved|php_network_getaddrinfo|failed to lookup address information|dns error/i],

  // Certificates.
  ['wrongName', /ERR_TLS_CERT_ALTNAME_INVALID|ERR_CERT_COMMON_NAME_INVALID|SSL_ERROR_BAD_CERT_DOMAIN|certificate's altnames|no alternative certificate subject name matches|certificate is (?:not )?valid for .{0,300}, not |certificate is not valid for any names|cannot validate certificate for|Hostname mismatch|hostname .{0,255} does(?:n't| not) match|No (?:subject alternative|name matching)|RemoteCertificateNameMismatch|NotValidForName|IP address mismatch|does not match target host name/i],
  ['certificateNotYetValid', /CERT_NOT_YET_VALID|certificate is not yet valid(?! or)|certificate is not valid yet|NotYetValid|CertificateNotYetValidException/i],
  ['certificateExpired', /CERT_HAS_EXPIRED|ERR_CERT_DATE_INVALID|SEC_ERROR_EXPIRED_CERTIFICATE|certificate has expired|certificate expired|CertificateExpiredException|NotTimeValid|alert certificate expired|certificate is expired/i],
  ['revoked', /ERR_CERT_REVOKED|CERT_REVOKED|SEC_ERROR_REVOKED_CERTIFICATE|certificate (?:is |was |has been )?revoked/i],
  ['selfSigned', /DEPTH_ZERO_SELF_SIGNED_CERT|MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT|self[- ]signed certificate(?! in)/i],
  ['missingIntermediate', /UNABLE_TO_VERIFY_LEAF_SIGNATURE|unable to verify the first certificate|PartialChain/i],
  ['unknownIssuer', /UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|SELF_SIGNED_CERT_IN_CHAIN|self[- ]signed certificate in (?:certificate )?chain|unable to get (?:local )?issuer certificate|signed by unknown authority|ERR_CERT_AUTHORITY_INVALID|SEC_ERROR_UNKNOWN_ISSUER|PKIX path (?:building|validation) failed|unable to find valid certification path|UntrustedRoot|certificate verify failed|UnknownIssuer|invalid peer certificate|SSL certificate problem|certificate is not trusted|unknown ca\b|The SSL connection could not be established|CERTIFICATE_VERIFY_FAILED/i],

  // TLS.
  ['clientCertificate', /certificate required|ERR_BAD_SSL_CLIENT_AUTH_CERT|ERR_SSL_CLIENT_AUTH_\w+|bad certificate|No required SSL certificate was sent|peer did not return a certificate/i],
  ['noCommonVersion', /ALERT_PROTOCOL_VERSION|alert protocol version|ERR_SSL_UNSUPPORTED_PROTOCOL|unsupported protocol|protocol version not supported|SSL_ERROR_UNSUPPORTED_VERSION|no protocols available|ERR_SSL_OBSOLETE_VERSION|protocol is disabled or cipher suites are inappropriate|server selected unsupported protocol version|dh key too small/i],
  ['notTls', /WRONG_VERSION_NUMBER|wrong version number|PACKET_LENGTH_TOO_LONG|packet length too long|server gave HTTP response to HTTPS client|first record does not look like a TLS handshake|ERR_SSL_PROTOCOL_ERROR|SSL_ERROR_RX_RECORD_TOO_LONG|record layer failure|Unrecognized SSL message|record overflow|InvalidContentType|received corrupt message/i],
  ['handshakeRefused', /HANDSHAKE_FAILURE|handshake[ _]failure|ERR_SSL_VERSION_OR_CIPHER_MISMATCH|SSL_ERROR_NO_CYPHER_OVERLAP|no shared cipher|no cipher suite supported|unrecognized name|UNRECOGNIZED_NAME|no application protocol|NO_APPLICATION_PROTOCOL|internal error \(alert|SSLHandshakeException|TLS handshake failed/i],

  // HTTP.
  ['tooManyRedirects', /ERR_TOO_MANY_REDIRECTS|ERR_FR_TOO_MANY_REDIRECTS|TooManyRedirects|redirect count exceeded|stopped after \d{1,3} redirects|Maximum \(\d{1,4}\) redirects followed|too many redirects|Maximum number of redirects|Exceeded \d{1,3} redirects|redirected you too many times/i],
  ['http2', /ERR_HTTP2_\w+|NGHTTP2_\w+|http2: (?:server sent GOAWAY|stream|Transport)|GOAWAY|HTTP\/2 stream \d{1,10} was not closed cleanly|stream error: stream ID|ENHANCE_YOUR_CALM|RST_STREAM|StreamReset/i],
  ['notHttp', /HPE_\w+|Parse Error: Expected HTTP|BadStatusLine|malformed HTTP|ERR_INVALID_HTTP_RESPONSE|Received HTTP\/0\.9|ERR_RESPONSE_HEADERS_\w+|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED_ENCODING|InvalidChunkLength|IncompleteRead|invalid header|Weird server reply|Unsupported or unrecognized HTTP|ERR_CONTENT_DECODING_FAILED/i],
  ['rateLimited', /\b429\b.{0,40}(?:Too Many Requests|rate limit)|Too Many Requests|status (?:code )?:?429|HTTP Error 429|429 Client Error/i],
  ['unauthorized', /status (?:code )?:?40[13]|HTTP Error 40[13]|40[13] Client Error|\b401 Unauthorized|\b403 Forbidden/i],
  ['unavailable', /status (?:code )?:?50[234]|HTTP Error 50[234]|50[234] Server Error|\b502 Bad Gateway|\b503 Service (?:Temporarily )?Unavailable|\b504 Gateway Time-?out|upstream connect error|no healthy upstream/i],

  // Time.
  ['connectTimeout', /UND_ERR_CONNECT_TIMEOUT|ERR_CONNECTION_TIMED_OUT|Connect Timeout Error|ConnectTimeout|connect(?:ion)? ETIMEDOUT|connect timed out|Connection timed out after|Failed to connect to .{1,255}(?:Timed out|Timeout)|Connection to .{1,255} timed out|dial tcp .{1,255}i\/o timeout|HttpConnectTimeoutException|did not properly respond after a period of time|Connection timed out|Failed to open TCP connection .{0,255}execution expired|WSAETIMEDOUT|operation timed out.{0,40}connect|AggregateError.{0,10}ETIMEDOUT/i],
  ['responseTimeout', /UND_ERR_(?:HEADERS|BODY)_TIMEOUT|Headers Timeout Error|Body Timeout Error|ESOCKETTIMEDOUT|ReadTimeout|Read timed out|SocketTimeoutException|HttpTimeoutException|Net::ReadTimeout|context deadline exceeded|Client\.Timeout exceeded|aborted due to timeout|TimeoutError|timeout of \d{1,9} ?ms exceeded|ECONNABORTED|Operation timed out after|TaskCanceledException|operation timed out|ERR_TIMED_OUT|request timed out|net\/http: timeout awaiting response headers|ETIMEDOUT/i],

  // Connections.
  ['noLocalAddress', /EADDRNOTAVAIL|cannot assign requested address|ERR_ADDRESS_INVALID|WSAEADDRNOTAVAIL/i],
  ['unreachable', /ENETUNREACH|EHOSTUNREACH|ENETDOWN|EHOSTDOWN|No route to host|Network is unreachable|network unreachable|host unreachable|ERR_ADDRESS_UNREACHABLE|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|NoRouteToHostException|unreachable (?:host|network)/i],
  ['refused', /ECONNREFUSED|ERR_CONNECTION_REFUSED|Connection refused|actively refused|ConnectionRefusedError|NewConnectionError|WSAECONNREFUSED|Couldn't connect to server/i],
  ['reset', /ECONNRESET|EPIPE\b|ERR_CONNECTION_(?:RESET|CLOSED|ABORTED)|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED|socket hang up|Connection reset|connection was (?:reset|closed|forcibly closed)|forcibly closed by the remote host|RemoteDisconnected|Remote end closed connection|ServerDisconnected|Server disconnected|UND_ERR_SOCKET|other side closed|Premature close|ERR_STREAM_PREMATURE_CLOSE|Broken pipe|unexpected EOF|\bEOF\b|EOFError|Empty reply from server|peer closed connection|unexpected end of (?:file|stream)|connection closed before|transfer closed with|Recv failure|Connection aborted|SSL_ERROR_SYSCALL|header parser received no bytes|The response ended prematurely|IncompleteMessage/i],
];
