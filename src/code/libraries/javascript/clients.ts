import type { ClientDescription } from '../description';
import { angular, namedInstances } from './angular';
import { axios } from './axios';
import { beacon, eventSource, peerConnection, webSocket } from './browserStreams';
import { fetchClient } from './fetch';
import { got, ky } from './got';
import { jquery } from './jquery';
import { nodeHttp, nodeHttp2 } from './nodeHttp';
import { nodeDgram, nodeDns, nodeNet, nodeTls } from './nodeSockets';
import { request, unirest } from './request';
import { programs, services } from './services';
import { superagent } from './superagent';
import { undici } from './undici';
import { xmlHttpRequest } from './xmlHttpRequest';

/** The clients of JavaScript and TypeScript. */
export const JAVASCRIPT_CLIENTS: readonly ClientDescription[] = [
  fetchClient, xmlHttpRequest, beacon, eventSource, webSocket, peerConnection, axios, got, ky, superagent, request, unirest, jquery, angular, undici,
  nodeHttp, nodeHttp2, nodeNet, nodeTls, nodeDgram, nodeDns, ...services, programs, namedInstances,
];
