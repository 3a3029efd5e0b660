#include "cli/version.h"

namespace xh::cli {

std::string_view version() { return XH_VERSION; }

}  // namespace xh::cli
