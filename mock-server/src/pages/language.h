// In which language a page is written for its visitor.
#pragma once

#include <cstdint>
#include <string_view>

namespace hufu::mock {

/// The languages of the catalogue (core/texts), in the order of the table's texts.
enum class Language : std::uint8_t { en, zh_cn };

/// Its tag (BCP 47): `en`, `zh-CN`.
std::string_view tag_of(Language language);

/// That of an `Accept-Language` header (RFC 9110, 12.5.4); English where it wishes none of ours.
/// Every Chinese that is not said to be traditional is `zh_cn`. The core finds the same in its
/// `language_of`: both are held to tests/vectors/texts/languages.json.
Language language_of(std::string_view accept_language);

}  // namespace hufu::mock
