import { Component, type ReactNode } from 'react';
import { ProblemPanel } from './problem-panel.tsx';

interface PanelBoundaryProps {
  title: string;
  children: ReactNode;
}

/** Keeps a fault of one panel inside it. */
export class PanelBoundary extends Component<PanelBoundaryProps, { message: string | null }> {
  override state: { message: string | null } = { message: null };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return (
      <ProblemPanel
        title={this.props.title}
        problem={{ code: 'CLIENT_FAULT', message, hint: null, requestId: null, retryable: true }}
        onRetry={() => this.setState({ message: null })}
      />
    );
  }
}
