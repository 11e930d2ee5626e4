/** A program that asks people for access, as it describes itself; nothing of it is proven but where it is reached. */
export interface AppClient {
  readonly clientId: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Host that vouches for the description: that of its metadata document. Null = it registered itself. */
  readonly host: string | null;
}
