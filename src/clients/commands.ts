/** Clients that are a program of their own for each call, which takes its connections with it when it ends. */
const COMMANDS: ReadonlySet<string> = new Set(['curl-7.88', 'wget', 'httpie', 'powershell']);

/** Whether each request of the client, as the code names it, is a process of its own. */
export function isCommand(client: string | undefined): boolean {
  return client !== undefined && COMMANDS.has(client);
}
