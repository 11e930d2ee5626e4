/** Where the API server is and who we are there. */
export interface KubernetesConnection {
  /** `https://host:port` */
  readonly server: string;
  /** PEM; without it the system's authorities are trusted. */
  readonly certificateAuthority?: string;
  /** Asked for each request: service account tokens are renewed on disk. null = no authentication. */
  readonly token: () => Promise<string | null>;
}
