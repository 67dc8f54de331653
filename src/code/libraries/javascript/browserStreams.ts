import type { ClientDescription } from '../description';

/** Requests that a page makes besides fetch: beacons, event streams, web sockets. */
export const beacon: ClientDescription = {
  client: 'sendBeacon',
  languages: ['javascript'],
  method: 'POST',
  bodies: { text: 'text/plain;charset=UTF-8' },
  rules: [{ call: 'navigator.sendBeacon', args: ['url', 'body'], sends: true }],
};

/** Server-sent events (HTML §9.2). */
export const eventSource: ClientDescription = {
  client: 'EventSource',
  languages: ['javascript'],
  aliases: { eventsource: 'EventSource' },
  rules: [{ call: 'EventSource', args: ['url', 'options'], options: { withCredentials: 'withCredentials', headers: 'headers' }, sends: true }],
};

/** WebSocket (WebSockets §3), also as the package `ws` has it. */
export const webSocket: ClientDescription = {
  client: 'WebSocket',
  languages: ['javascript'],
  aliases: { 'simple-websocket': 'SimpleWebSocket', '@thaunknown.simple-websocket': 'SimpleWebSocket', 'reconnecting-websocket': 'WebSocket', ws: 'WebSocket', 'ws.WebSocket': 'WebSocket', 'socket.io-client': 'io', 'socket.io-client.io': 'io' },
  rules: [
    { call: 'WebSocket', args: ['url', null, 'options'], options: { headers: 'headers', rejectUnauthorized: 'verify', agent: 'agent' }, sends: true },
    { call: '*.WebSocket', args: ['url', null, 'options'], sends: true, onlyIf: ([first]) => first !== undefined, certainty: 0.9 },
    { call: 'SimpleWebSocket', args: ['url'], options: { url: 'url' }, sends: true },
    { call: 'io', args: ['url'], sends: true, onlyIf: ([first]) => first?.kind === 'text' || first?.kind === 'unknown' },
  ],
};

/** The servers that a peer connection asks for its addresses (WebRTC §4.2.4). */
export const peerConnection: ClientDescription = {
  client: 'RTCPeerConnection',
  languages: ['javascript'],
  scheme: 'stun',
  method: '',
  rules: [{ call: '{RTCPeerConnection,webkitRTCPeerConnection}', args: ['options'], options: { iceServers: { urls: 'url', url: 'url' } }, sends: true }],
};
