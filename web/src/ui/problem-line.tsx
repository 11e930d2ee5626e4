interface ProblemLineProps {
  /** Null = there is none. */
  children: string | null;
}

/** What went wrong, under the fields that it is about; read out when it comes. */
export function ProblemLine({ children }: ProblemLineProps) {
  return children === null ? null : (
    <p role="alert" className="text-error">
      {children}
    </p>
  );
}
