#include "cli/output/dictionary.h"

#include <algorithm>
#include <array>

namespace xh::cli {
namespace {

constexpr auto kTexts = static_cast<std::size_t>(Text::kCount);

// In the order of `Text`. The size of each table is deduced and compared below.
constexpr std::array kChineseTexts = std::to_array<std::string_view>({
    "错误",
    "是",
    "否",
    "（无）",
    "请把下列单词按顺序抄写在纸上，妥善保管。谁拿到它们，谁就能动用此账户：",
    "这些单词只显示这一次。抄好后请用 xinghuo keys check-backup 核对。",
    "注意：该密钥没有口令保护，只可用于测试网络。",
    "账本节点已接受交易 {}",
    "交易已最终确认，区块高度 {}",
    "账本拒绝：{}",
    "账本已有这笔交易，重复提交不会重复执行：{}",
    "交易等待确认：{}",
    "试运行：交易未发送",
    "未签名交易已写入 {}",
    "备份正确：这些单词对应密钥 {}",
    "备份不符：这些单词不是密钥 {} 的单词",
    "属实：仅凭创世文件即可验证",
    "不属实：{}",
    "等待最终确认……",
    "网络忙，重试：{}",
    "结果未知，请先查询再决定是否重发：{}",
    "密钥 {} 的口令：",
    "为密钥 {} 设置口令：",
    "请输入助记词：",
});
constexpr std::array kEnglishTexts = std::to_array<std::string_view>({
    "error",
    "yes",
    "no",
    "(none)",
    "Write these words on paper, in this order, and keep it safe. Whoever has them can act as this account:",
    "They are shown this once. Then check your copy: xinghuo keys check-backup",
    "Note: this key has no passphrase; use it on test networks only.",
    "The node accepted transaction {}",
    "Final at height {}",
    "Refused by the ledger: {}",
    "The ledger has this transaction already; it is not executed twice: {}",
    "Transaction is waiting: {}",
    "Dry run: nothing was sent",
    "Unsigned transaction written to {}",
    "The backup is right: these words give the key {}",
    "The backup is wrong: these words do not give the key {}",
    "True: checked against the genesis alone",
    "False: {}",
    "Waiting for finality ...",
    "The network is busy, trying again: {}",
    "Outcome unknown; ask before sending again: {}",
    "Passphrase of key {}: ",
    "New passphrase for key {}: ",
    "Words: ",
});
static_assert(kChineseTexts.size() == kTexts && kEnglishTexts.size() == kTexts,
              "a sentence is missing in a dictionary");

constexpr std::array kLabels = std::to_array<Label>({
    {"account", Unit::kPlain, "账户", "account"},
    {"address", Unit::kPlain, "地址", "address"},
    {"agreed", Unit::kFen, "约定金额", "agreed amount"},
    {"agreement", Unit::kPlain, "协议", "agreement"},
    {"amount", Unit::kFen, "金额", "amount"},
    {"approvals", Unit::kPlain, "已同意席位", "approvals"},
    {"as_of", Unit::kTime, "截至", "as of"},
    {"at", Unit::kTime, "时间", "at"},
    {"attested", Unit::kPlain, "已就绪", "attested"},
    {"available", Unit::kFen, "可用余额", "available"},
    {"balance", Unit::kFen, "余额", "balance"},
    {"bank", Unit::kPlain, "银行", "bank"},
    {"block_id", Unit::kPlain, "区块", "block"},
    {"block_time", Unit::kTime, "账本时间", "ledger time"},
    {"capital", Unit::kPlain, "人民币大写", "in capitals"},
    {"chain_id", Unit::kPlain, "账本", "ledger"},
    {"change", Unit::kPlain, "变更", "change"},
    {"clock", Unit::kPlain, "时钟", "clock"},
    {"code", Unit::kPlain, "结果", "code"},
    {"completed_at", Unit::kTime, "完成时间", "completed at"},
    {"computed", Unit::kFen, "重算", "computed"},
    {"coverage_bp", Unit::kPlain, "覆盖率（万分之）", "coverage (bp)"},
    {"custody", Unit::kFen, "托管资金", "money in custody"},
    {"cv", Unit::kMicroCv, "贡献值", "CV"},
    {"cv_global", Unit::kMicroCv, "全局贡献值", "global CV"},
    {"cv_lifetime", Unit::kMicroCv, "累计贡献值", "lifetime CV"},
    {"day", Unit::kDay, "日期", "day"},
    {"days", Unit::kPlain, "天数", "days"},
    {"disputed_at", Unit::kTime, "异议时间", "disputed at"},
    {"due", Unit::kFen, "应付", "due"},
    {"effective", Unit::kTime, "生效", "effective"},
    {"employer", Unit::kPlain, "用工企业", "employer"},
    {"entries", Unit::kPlain, "明细", "entries"},
    {"epoch", Unit::kPlain, "纪元", "epoch"},
    {"expires_at", Unit::kTime, "有效期至", "expires"},
    {"fee", Unit::kFen, "服务费", "service fee"},
    {"fee_due", Unit::kFen, "应付服务费", "fee due"},
    {"fee_paid_at", Unit::kTime, "服务费支付时间", "fee paid at"},
    {"fee_voucher", Unit::kPlain, "服务费凭证号", "fee voucher"},
    {"first_payday", Unit::kDay, "首个发薪日", "first payday"},
    {"flag_count", Unit::kPlain, "标记数", "flags"},
    {"flags", Unit::kPlain, "标记", "flags"},
    {"from", Unit::kDay, "自", "from"},
    {"from_view", Unit::kPlain, "自视图起停任", "suspended from view"},
    {"genesis_hash", Unit::kPlain, "创世哈希", "genesis hash"},
    {"global", Unit::kMicroCv, "全局贡献值", "global CV"},
    {"gross", Unit::kFen, "应发", "gross"},
    {"height", Unit::kPlain, "高度", "height"},
    {"id", Unit::kPlain, "编号", "id"},
    {"issued", Unit::kFen, "已发行", "issued"},
    {"key", Unit::kPlain, "密钥", "key"},
    {"kind", Unit::kPlain, "类型", "kind"},
    {"label", Unit::kPlain, "项目", "item"},
    {"last_day", Unit::kDay, "最后一天", "last day"},
    {"lifetime", Unit::kMicroCv, "累计贡献值", "lifetime CV"},
    {"line", Unit::kPlain, "行", "line"},
    {"message", Unit::kPlain, "说明", "message"},
    {"minutes", Unit::kPlain, "分钟", "minutes"},
    {"name", Unit::kPlain, "名称", "name"},
    {"net", Unit::kFen, "实发", "net"},
    {"next_attempt", Unit::kTime, "下次支付", "next attempt"},
    {"node", Unit::kPlain, "节点", "node"},
    {"note", Unit::kPlain, "备注", "note"},
    {"open_days", Unit::kDay, "待结日期", "open days"},
    {"operator_account", Unit::kPlain, "运营方", "operator"},
    {"orders", Unit::kPlain, "单数", "orders"},
    {"paid_before", Unit::kFen, "此前已付", "paid before"},
    {"path", Unit::kPlain, "派生路径", "path"},
    {"payday", Unit::kDay, "发薪日", "payday"},
    {"period", Unit::kPlain, "周期", "period"},
    {"period_from", Unit::kDay, "周期起", "period from"},
    {"period_gross", Unit::kFen, "周期应发", "gross of the period"},
    {"period_to", Unit::kDay, "周期止", "period to"},
    {"policy", Unit::kPlain, "签名规则", "policy"},
    {"proposed_at", Unit::kTime, "提议时间", "proposed at"},
    {"protection", Unit::kPlain, "保护", "protection"},
    {"public_key", Unit::kPlain, "公钥", "public key"},
    {"purpose", Unit::kPlain, "用途", "purpose"},
    {"rate", Unit::kFen, "单价", "rate"},
    {"reason", Unit::kPlain, "理由", "reason"},
    {"recorded_at", Unit::kTime, "登记时间", "recorded at"},
    {"reference", Unit::kPlain, "单据号", "reference"},
    {"replaced_amount", Unit::kFen, "被替换金额", "replaced amount"},
    {"requested_at", Unit::kTime, "申请时间", "requested at"},
    {"reserved", Unit::kFen, "冻结", "reserved"},
    {"result", Unit::kMicroCv, "所得贡献值", "CV earned"},
    {"roles", Unit::kPlain, "角色", "roles"},
    {"rule", Unit::kPlain, "规则", "rule"},
    {"sequence", Unit::kPlain, "序号", "sequence"},
    {"serial", Unit::kPlain, "凭证号", "serial"},
    {"settle_day", Unit::kDay, "计入日期", "counts for"},
    {"settled", Unit::kFen, "已结算", "settled"},
    {"settled_at", Unit::kTime, "结算时间", "settled at"},
    {"signed_at", Unit::kTime, "签署时间", "signed at"},
    {"signer", Unit::kPlain, "签名席位", "signer seat"},
    {"signers", Unit::kPlain, "签名方", "signers"},
    {"since", Unit::kTime, "起始", "since"},
    {"start", Unit::kTime, "开始", "start"},
    {"state", Unit::kPlain, "状态", "state"},
    {"state_root", Unit::kPlain, "状态根", "state root"},
    {"stated", Unit::kFen, "记载", "stated"},
    {"status", Unit::kPlain, "状态", "status"},
    {"supply", Unit::kFen, "LXR 总量", "LXR supply"},
    {"suspended_from_view", Unit::kPlain, "自视图起停任", "suspended from view"},
    {"text", Unit::kPlain, "算式", "computation"},
    {"time", Unit::kTime, "时间", "time"},
    {"to", Unit::kDay, "至", "to"},
    {"type", Unit::kPlain, "类型", "type"},
    {"union_at", Unit::kTime, "工会确认时间", "approved at"},
    {"uploaded_at", Unit::kTime, "上传时间", "uploaded at"},
    {"version", Unit::kPlain, "版本", "version"},
    {"view", Unit::kPlain, "视图", "view"},
    {"votes", Unit::kPlain, "同意/所需", "votes"},
    {"wage_due", Unit::kFen, "应付工资", "wages due"},
    {"wage_paid_at", Unit::kTime, "工资支付时间", "wages paid at"},
    {"wage_voucher", Unit::kPlain, "工资凭证号", "wage voucher"},
    {"what", Unit::kPlain, "内容", "what"},
    {"worker", Unit::kPlain, "劳动者", "worker"},
    {"worker_at", Unit::kTime, "劳动者确认时间", "confirmed at"},
    {"year", Unit::kPlain, "年度", "year"},
});
static_assert(std::ranges::is_sorted(kLabels, {}, &Label::name), "labels are looked up by halving");

}  // namespace

std::string_view text(Language language, Text what) {
  const auto& table = language == Language::kChinese ? kChineseTexts : kEnglishTexts;
  return table[static_cast<std::size_t>(what)];
}

std::string text(Language language, Text what, std::string_view value) {
  std::string out(text(language, what));
  if (const auto at = out.find("{}"); at != std::string::npos) out.replace(at, 2, value);
  return out;
}

const Label* find_label(std::string_view member) {
  const auto at = std::ranges::lower_bound(kLabels, member, {}, &Label::name);
  return at != kLabels.end() && at->name == member ? &*at : nullptr;
}

std::string_view label_text(Language language, std::string_view member) {
  const auto* label = find_label(member);
  if (label == nullptr) return member;
  return language == Language::kChinese ? label->chinese : label->english;
}

}  // namespace xh::cli
