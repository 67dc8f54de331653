import { frameTypeName } from './codeNames';
import type { Http3Frame } from './frame';

/** "HEADERS: GET /users", for lists. */
export function summarizeHttp3Frame(frame: Http3Frame): string {
  switch (frame.type) {
    case 'data': return `DATA: ${frame.data.lengthBytes} octets`;
    case 'headers': {
      const value = (name: string) => frame.fields?.find((field) => field.name === name)?.value;
      const status = value(':status');
      const method = value(':method');
      if (status !== undefined) return `HEADERS: ${status}`;
      return method === undefined ? 'HEADERS' : `HEADERS: ${method} ${value(':path') ?? ''}`;
    }
    case 'settings': return 'SETTINGS';
    case 'cancel-push': return `CANCEL_PUSH ${frame.id}`;
    case 'goaway': return `GOAWAY ${frame.id}`;
    case 'max-push-id': return `MAX_PUSH_ID ${frame.id}`;
    case 'push-promise': return `PUSH_PROMISE ${frame.id}`;
    case 'priority-update': return `PRIORITY_UPDATE of stream ${frame.streamId}: ${frame.value}`;
    case 'unknown': return frameTypeName(frame.typeCode);
  }
}
