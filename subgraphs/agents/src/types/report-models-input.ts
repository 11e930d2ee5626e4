import { Directive, Field, InputType } from 'type-graphql';
import { ModelProviderReportInput } from './model-provider-report-input.ts';

@Directive('@inaccessible')
@InputType()
export class ReportModelsInput {
  @Field(() => [ModelProviderReportInput])
  providers!: readonly ModelProviderReportInput[];
}
