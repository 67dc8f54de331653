/** The client for requests whose code names none. */
export const DEFAULT_CLIENT_ID = 'node-24-fetch';
