// Silence (OP-10): some hours after an upload its unanswered logs are brought to their workers' mind, later to the
// union's. One calendar item each a batch, over its kMaxLogsPerUpload logs at most; it holds nobody's transactions up.
// Used by upload.cpp. Core thread.
#pragma once

#include "contracts/engine/context.h"

namespace xh::contracts::payroll {

void queue_silence(Context& context, const chain::RecordKey& batch);

}  // namespace xh::contracts::payroll
