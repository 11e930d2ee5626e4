/** How long and how much one tool server may take. */
export interface UpstreamLimits {
  /** To start and shake hands, and for each page of its list; all pages together may take twice as long. */
  readonly connectMs: number;
  /** Between a call and its result, or two progress notifications of it. */
  readonly callMs: number;
  /** Of one call, whatever progress it tells. */
  readonly totalMs: number;
  /** A response stream that ended without a result may be resumed this long. */
  readonly brokenStreamMs: number;
  /** Of one result. */
  readonly resultBytes: number;
  /** Of one message on the wire; nothing larger is ever held. */
  readonly messageBytes: number;
  /** A list of tools that is older than this is read again before a call goes out. */
  readonly listMs: number;
  /** A list that cannot be read again stands this long, where nothing is kept between requests; then no call goes out on it. */
  readonly staleListMs: number;
  /** That one server may offer. */
  readonly tools: number;
  /** Prompts, resources and templates that one server may have. */
  readonly offers: number;
  /** Lists of prompts and resources are read again after this long, whether or not the server tells of changes. */
  readonly offersMs: number;
  readonly concurrentCalls: number;
  readonly waitingCalls: number;
  /** In a row, that open the breaker. */
  readonly failures: number;
  readonly halfOpenAfterMs: number;
  /** Before a server that died or cannot be reached is tried again: full jitter, doubling. */
  readonly restart: { readonly baseMs: number; readonly maximumMs: number };
}
