// In which language Hufu speaks to people, and how theirs is found.
#pragma once

#include <cstdint>
#include <string_view>

namespace hufu {

/// The languages of the catalogue (core/texts).
enum class Language : std::uint8_t { en, zh_cn };

/// Its tag (BCP 47): `en`, `zh-CN`.
std::string_view name(Language language);

/// The language for somebody who wishes `wish`: a tag (`zh-Hans`), a locale (`zh_CN.UTF-8`),
/// several of them with `:` between, or an `Accept-Language` header with its weights. English where
/// none fits. Every Chinese that is not said to be traditional is `zh_cn`.
Language language_of(std::string_view wish);

}  // namespace hufu
