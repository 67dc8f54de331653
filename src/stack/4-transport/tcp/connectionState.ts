/** The states of a connection that has an end here (RFC 9293 §3.3.2). */
export type ConnectionState =
  | 'SYN-SENT' | 'SYN-RECEIVED' | 'ESTABLISHED'
  | 'FIN-WAIT-1' | 'FIN-WAIT-2' | 'CLOSING' | 'TIME-WAIT'
  | 'CLOSE-WAIT' | 'LAST-ACK' | 'CLOSED';
