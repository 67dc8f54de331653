/** What is known by protocol, address and port. Looked up for every datagram: a key of text would have to be made each time. */
export class PortTable<Value> {
  private readonly rows = new Map<string, Map<string, Map<number, Value>>>();

  get(protocol: string, address: string, port: number): Value | undefined {
    return this.rows.get(protocol)?.get(address)?.get(port);
  }

  set(protocol: string, address: string, port: number, value: Value): void {
    let ofProtocol = this.rows.get(protocol);
    if (!ofProtocol) this.rows.set(protocol, ofProtocol = new Map<string, Map<number, Value>>());
    let ofAddress = ofProtocol.get(address);
    if (!ofAddress) ofProtocol.set(address, ofAddress = new Map<number, Value>());
    ofAddress.set(port, value);
  }
}
