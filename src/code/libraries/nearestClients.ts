/**
 * Clients without a profile of their own, with the profile whose transport they use or whose packets come nearest. In one
 * table, so that a profile that is made later takes its row out.
 */
export const NEAREST_CLIENTS: Readonly<Record<string, string | { readonly node: string; readonly browser: string }>> = {
  axios: { node: 'node-24-https', browser: 'chromium-156' },
};
